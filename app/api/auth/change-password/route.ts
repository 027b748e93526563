import { passwordChange } from "@/lib/contract/people";
import { passwordChanged, withCookie } from "@/lib/server/access/sign-in";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(
  passwordChange,
  (app, { body, request, who }) => withCookie(passwordChanged(app, body, { headers: request.headers, who })),
);
