import { releaseRunCancel } from "@/lib/contract/release-runs";
import { command } from "@/lib/server/command";
import { runCancelled } from "@/lib/server/runs/cancel";

export const { GET, POST, PUT, PATCH, DELETE } = command(releaseRunCancel, (app, { params, who }) =>
  runCancelled(app, { id: params.id ?? "", run: params.run ?? "" }, who),
);
