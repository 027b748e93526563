import { userChange } from "@/lib/contract/people";
import { userChanged } from "@/lib/server/access/people";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(userChange, (app, { params, body, who }) =>
  userChanged(app, params.id ?? "", body, who),
);
