import { signIn } from "@/lib/contract/people";
import { signedIn, withCookie } from "@/lib/server/access/sign-in";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(signIn, (app, { body, request, who }) =>
  withCookie(signedIn(app, body, { headers: request.headers, who })),
);
