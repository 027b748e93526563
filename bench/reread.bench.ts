import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { FollowedFile } from "@/lib/server/follow/followed-file";
import { document, executions } from "./support/documents";
import { report } from "./support/results";
import { inFolder, withApp } from "./support/store";
import { median, timed } from "./support/timing";

/** Gives a file of about 20 MB. */
const EXECUTIONS = 15_000;
const ROUNDS = 7;
const UNTIL_MS = Date.UTC(2026, 10, 1);

const all = executions(
  { count: EXECUTIONS + ROUNDS + 1, days: 30, untilMs: UNTIL_MS },
  0,
  EXECUTIONS + ROUNDS + 1,
);
const tookMs: number[] = [];
const blockedMs: number[] = [];
let bytes = 0;

await inFolder((folder) =>
  withApp(folder, async (app) => {
    const path = join(folder, "execution_roi.json");
    const setting = { kind: "execution-roi" as const, path, environment: "blue" as const, timezone: "UTC" };
    const file = new FollowedFile(app, setting);
    const rewrite = async (kept: number) => {
      const text = document(all.slice(0, kept), UNTIL_MS + kept);
      bytes = text.length;
      await writeFile(path, text);
    };
    await rewrite(EXECUTIONS);
    await file.poll();
    for (let round = 0; round <= ROUNDS; round += 1) {
      await rewrite(EXECUTIONS + round + 1);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const ms = await timed(() => file.poll());
      await new Promise((resolve) => setTimeout(resolve, 20));
      delay.disable();
      // The first round warms up.
      if (round > 0) tookMs.push(ms);
      if (round > 0) blockedMs.push(delay.max / 1e6);
    }
    await file.close();
  }),
);

report("reread", [
  { what: "size of execution_roi.json", value: bytes / 1e6, unit: "MB" },
  { what: "read again after one appended execution, median", value: median(tookMs), unit: "ms" },
  { what: "the event loop blocked at most, median of rounds", value: median(blockedMs), unit: "ms" },
]);
