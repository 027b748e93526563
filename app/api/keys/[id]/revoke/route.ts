import { keyRevoke } from "@/lib/contract/keys";
import { revoke } from "@/lib/server/access/keys";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(keyRevoke, (app, { params, who }) =>
  revoke(app, params.id ?? "", who),
);
