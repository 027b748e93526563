import { sessions } from "@/lib/contract/people";
import { sessionsOf } from "@/lib/server/access/own-sessions";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(sessions, (app, { who }) => sessionsOf(app, who));
