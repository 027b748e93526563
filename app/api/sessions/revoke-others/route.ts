import { sessionsRevoke } from "@/lib/contract/people";
import { otherSessionsRevoked } from "@/lib/server/access/own-sessions";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(sessionsRevoke, (app, { who }) =>
  otherSessionsRevoked(app, who),
);
