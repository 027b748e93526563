import { welcome } from "@/lib/contract/people";
import { withCookie } from "@/lib/server/access/sign-in";
import { welcomed } from "@/lib/server/access/welcome";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(welcome, (app, { body, request, who }) =>
  withCookie(welcomed(app, body, { headers: request.headers, who })),
);
