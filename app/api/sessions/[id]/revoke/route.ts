import { sessionRevoke } from "@/lib/contract/people";
import { sessionRevoked } from "@/lib/server/access/own-sessions";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(sessionRevoke, (app, { params, who }) =>
  sessionRevoked(app, params.id ?? "", who),
);
