import { releaseDraft, releases } from "@/lib/contract/releases";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";
import { releasePlanned, releasesOf } from "@/lib/server/releases/commands";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(releases, (app, { query }) => releasesOf(app, query)),
  command(releaseDraft, (app, { body, who }) => releasePlanned(app, body, who)),
);
