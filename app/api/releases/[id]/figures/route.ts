import { releaseFigures } from "@/lib/contract/sign-offs";
import { figuresShown } from "@/lib/server/governance/sign-offs";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(releaseFigures, (app, { params }) =>
  figuresShown(app, params.id ?? ""),
);
