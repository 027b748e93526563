import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { push } from "@/lib/server/push";
import { bareInsertMs, type Rows, storedRows } from "./support/bare";
import { document, executions } from "./support/documents";
import { type Figure, report } from "./support/results";
import { pushed, withServer } from "./support/server";
import { inFolder, withApp } from "./support/store";
import { median, timed } from "./support/timing";

const EXECUTIONS = 20_000;
const ROUNDS = 5;
/** While one document is on its way, another is taken. */
const SENDERS = 2;
const UNTIL_MS = Date.UTC(2026, 10, 1);

/** Other executions, so that the compiler has seen the code. */
const WARM_UP = [0, 1, 2, 3].map((part) =>
  document(
    executions({ count: 4000, days: 1, untilMs: UNTIL_MS }, part * 1000, part * 1000 + 1000),
    UNTIL_MS,
  ),
);

const all = executions({ count: EXECUTIONS, days: 30, untilMs: UNTIL_MS }, 0, EXECUTIONS);
const calls = all.reduce((sum, { llm_calls }) => sum + llm_calls.length, 0);

const documentsOf = (size: number): string[] =>
  Array.from({ length: EXECUTIONS / size }, (_, index) =>
    document(all.slice(index * size, (index + 1) * size), UNTIL_MS),
  );

/** Milliseconds until all documents have landed in the built server. */
const overHttp = (documents: readonly string[]): Promise<number> =>
  inFolder((folder) =>
    withServer(folder, async ({ url }) => {
      for (const text of WARM_UP) await pushed(url, "execution-roi", text, "blue");
      return timed(async () => {
        const waiting = [...documents];
        const send = async () => {
          for (let text = waiting.shift(); text !== undefined; text = waiting.shift())
            await pushed(url, "execution-roi", text, "blue");
        };
        await Promise.all(Array.from({ length: SENDERS }, send));
      });
    }),
  );

/** Milliseconds until one file of everything has been read, in this process, as the watcher reads it. */
const fromFile = (text: string): Promise<number> =>
  inFolder(async (folder) => {
    const file = join(folder, "execution_roi.json");
    await writeFile(file, text);
    return withApp(folder, async (app) => {
      for (const warmUp of WARM_UP) await push(app, "execution-roi", Buffer.from(warmUp), "blue");
      return timed(async () => push(app, "execution-roi", await readFile(file), "blue"));
    });
  });

/** The rows that the product stores for all documents. */
const rowsOfAll = (): Promise<Rows[]> =>
  inFolder((folder) =>
    withApp(folder, async (app) => {
      for (const text of documentsOf(1000)) await push(app, "execution-roi", Buffer.from(text), "blue");
      return storedRows(app.databaseFile);
    }),
  );

const whole = document(all, UNTIL_MS);
const batches = [100, 1000].map((size) => ({ size, documents: documentsOf(size) }));
const rows = await rowsOfAll();

const bareMs: number[] = [];
const fileMs: number[] = [];
const httpMs = batches.map((): number[] => []);
for (let round = 0; round < ROUNDS; round += 1) {
  bareMs.push(await inFolder((folder) => bareInsertMs(folder, rows)));
  fileMs.push(await fromFile(whole));
  for (const [index, { documents }] of batches.entries()) httpMs[index]?.push(await overHttp(documents));
}

const perSecond = (what: string, tookMs: readonly number[]): Figure => ({
  what,
  value: (calls / median(tookMs)) * 1000,
  unit: "calls/s",
});
const ratio = (what: string, tookMs: readonly number[]): Figure => ({
  what,
  value: median(tookMs.map((ms, round) => bareMs[round]! / ms)),
  unit: "of bare",
  aim: { atLeast: 0.3 },
});
report("ingest", [
  perSecond("bare better-sqlite3, the same rows", bareMs),
  ...batches.flatMap(({ size }, index) => [
    perSecond(`over HTTP, documents of ${size} executions`, httpMs[index]!),
    ratio(`over HTTP, documents of ${size} executions`, httpMs[index]!),
  ]),
  perSecond(`from one file of ${(whole.length / 1e6).toFixed(0)} MB`, fileMs),
  ratio(`from one file of ${(whole.length / 1e6).toFixed(0)} MB`, fileMs),
]);
