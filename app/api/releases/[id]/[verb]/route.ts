import { releaseVerb } from "@/lib/contract/releases";
import { command } from "@/lib/server/command";
import { releaseMoved } from "@/lib/server/releases/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(releaseVerb, (app, { params, body, who }) =>
  releaseMoved(app, { id: params.id ?? "", verb: params.verb ?? "" }, body, who),
);
