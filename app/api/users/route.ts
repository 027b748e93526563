import { userCreate, users } from "@/lib/contract/people";
import { userCreated, usersOf } from "@/lib/server/access/people";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(users, usersOf),
  command(userCreate, (app, { body, who }) => userCreated(app, body, who)),
);
