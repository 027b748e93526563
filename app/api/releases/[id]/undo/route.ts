import { releaseUndo } from "@/lib/contract/releases";
import { command } from "@/lib/server/command";
import { releaseUndone } from "@/lib/server/releases/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(releaseUndo, (app, { params, who }) =>
  releaseUndone(app, params.id ?? "", who),
);
