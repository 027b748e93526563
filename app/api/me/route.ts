import { whoami } from "@/lib/contract/people";
import { meOf } from "@/lib/server/access/sign-in";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(whoami, async (_app, { who }) => meOf(who));
