import { welcome } from "@/lib/contract/people";
import { welcomed, withCookie } from "@/lib/server/access/sign-in";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(welcome, (app, { body, request, who }) =>
  withCookie(welcomed(app, body, { headers: request.headers, who })),
);
