// Run as a process of its own: plays a story of evidence and looks at its alerts, from where the store says that it is.
import { writeSync } from "node:fs";
import { alertLease } from "@/db/record/alert-lease";
import { AlertWatch } from "@/lib/server/alerts/look";
import { openApp } from "@/lib/server/app";
import { flagsFile } from "@/lib/server/flags/file";
import { push } from "@/lib/server/push";
import { keepDerived } from "@/lib/server/rebuild";
import { evidenceOf, MINUTE_MS, STEPS, STORY_MS } from "./alert-story";

const [folder = ""] = process.argv.slice(2);
const clock = { nowMs: STORY_MS };
const app = await openApp(
  { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: `${folder}/data` } as NodeJS.ProcessEnv,
  folder,
  () => clock.nowMs,
);
await keepDerived(app);
const watch = new AlertWatch(app, () => clock.nowMs);
const { looked_ms } = await alertLease(app.store.db);
const first = looked_ms === 0 ? 1 : (looked_ms - STORY_MS) / MINUTE_MS + 1;
for (let step = first; step <= STEPS; step += 1) {
  clock.nowMs = STORY_MS + step * MINUTE_MS;
  for (const { kind, lines } of evidenceOf(step))
    await push(app, kind, Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")), "green");
  await watch.look();
  await flagsFile(app).keep();
  writeSync(1, `${step}\n`);
}
await app.store.close();
