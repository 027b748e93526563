import { signOut } from "@/lib/contract/people";
import { signedOut, withCookie } from "@/lib/server/access/sign-in";
import { commandTelling } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = commandTelling(signOut, (app, { who }) =>
  withCookie(signedOut(app, who)),
);
