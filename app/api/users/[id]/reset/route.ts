import { userReset } from "@/lib/contract/people";
import { passwordReset } from "@/lib/server/access/people";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(userReset, (app, { params, who }) =>
  passwordReset(app, params.id ?? "", who),
);
