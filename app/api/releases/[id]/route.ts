import { releaseDetail } from "@/lib/contract/releases";
import { answer } from "@/lib/server/http";
import { releaseShown } from "@/lib/server/releases/commands";

export const { GET, POST, PUT, PATCH, DELETE } = answer(releaseDetail, (app, { params }) =>
  releaseShown(app, params.id ?? ""),
);
