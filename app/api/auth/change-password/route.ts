import { passwordChange } from "@/lib/contract/people";
import { passwordChanged } from "@/lib/server/access/own-password";
import { withCookie } from "@/lib/server/access/sign-in";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(passwordChange, (app, { body, who }) =>
  withCookie(passwordChanged(app, body, who)),
);
