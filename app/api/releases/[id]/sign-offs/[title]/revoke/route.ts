import { signOffRevoke } from "@/lib/contract/sign-offs";
import { command } from "@/lib/server/command";
import { revoked } from "@/lib/server/governance/sign-offs";

export const { GET, POST, PUT, PATCH, DELETE } = command(signOffRevoke, (app, { params, body, who }) =>
  revoked(app, { id: params.id ?? "", title: params.title ?? "" }, body.reason, who),
);
