import { releaseRunStart, releaseRuns } from "@/lib/contract/release-runs";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";
import { runsOf } from "@/lib/server/runs/reply";
import { runStarted } from "@/lib/server/runs/start";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(releaseRuns, (app, { params }) => runsOf(app, params.id ?? "")),
  command(releaseRunStart, (app, { params, body, who }) => runStarted(app, params.id ?? "", body.kind, who)),
);
