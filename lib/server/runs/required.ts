import { newestRun, runBodyOf, runRow } from "@/db/queries/release-runs";
import type { ReleaseRunRow } from "@/db/schema-governance";
import type { Release } from "@/lib/domain/release";
import { runWords } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import type { Answer } from "@/lib/server/releases/answer";
import { begun } from "./start";
import { type UnderWay, underWay } from "./under-way";

/** What the checks of a release ask of its runs. Validates it now; one that is under way is waited for. */
export async function validationPassed(app: App, { id }: Release): Promise<Answer> {
  const by = { actor: "system", origin: "release" };
  const run =
    runOf(app, id, "validation") ?? (await begun(app, { releaseId: id, kind: "validation", ...by }));
  await run.ended;
  return answerOf(await runRow(app.store.db, id, run.id));
}

/** Whether the newest smoke test of a release has passed; one that is under way is waited for. Starts none: it costs money. */
export async function smokePassed(app: App, { id }: Release): Promise<Answer> {
  await runOf(app, id, "smoke")?.ended;
  return answerOf(await newestRun(app.store.db, id, "smoke"));
}

const runOf = (app: App, release: string, kind: UnderWay["kind"]): UnderWay | undefined =>
  [...underWay(app).values()].find((run) => run.release === release && run.kind === kind);

function answerOf(row: ReleaseRunRow | null): Answer {
  if (row === null) return { passed: false, said: "not run yet: run them on this page, then resume" };
  const words = runWords(runBodyOf(row));
  if (row.state === "passed" || row.state === "failed")
    return { passed: row.state === "passed", said: words };
  return { passed: false, said: `${row.state}; ${words}` };
}
