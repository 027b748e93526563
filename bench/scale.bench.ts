import { articlesOf, executionsOf, summaryOf, trendsOf, usageOf } from "@/lib/server/answers";
import type { App } from "@/lib/server/app";
import { bearing } from "@/tests/support/access";
import { CALLS_PER_EXECUTION, costLines, document, executions } from "./support/documents";
import { type Figure, report } from "./support/results";
import { pushed, type Server, withServer } from "./support/server";
import { inFolder, withApp } from "./support/store";
import { median, percentile, timed, turns } from "./support/timing";

const SIZES = { "10 thousand": 10_000, "1 million": 1_000_000 } as const;
const DAYS = 90;
const EXECUTIONS_PER_DOCUMENT = 2000;
const TURNS = { verb: 200, http: 100 };
const MB = 1_000_000;

type Size = keyof typeof SIZES;

const RANGES = ["30d", "90d"] as const;

/** Each question with the verb that answers it. */
const QUESTIONS = RANGES.flatMap((range) => [
  { path: `/api/summary?range=${range}`, ask: (app: App) => summaryOf(app, { range }) },
  { path: `/api/usage?by=model&range=${range}`, ask: (app: App) => usageOf(app, { range, by: "model" }) },
  { path: `/api/trends?range=${range}`, ask: (app: App) => trendsOf(app, { range }) },
  { path: `/api/articles?range=${range}`, ask: (app: App) => articlesOf(app, { range, limit: 50 }) },
  { path: `/api/executions?range=${range}`, ask: (app: App) => executionsOf(app, { range, limit: 50 }) },
]);

interface Filled {
  idleRss: number;
  filledRss: number;
  peakRss: number;
  callsPerSecond: number;
}

/** Pushes so many calls, spread over ninety days that end now, by two environments in turn; half of the articles have lines. */
async function fill({ url, rss }: Server, calls: number): Promise<Filled> {
  const idleRss = rss();
  let peakRss = idleRss;
  const watching = setInterval(() => {
    peakRss = Math.max(peakRss, rss());
  }, 50);
  const count = Math.ceil(calls / CALLS_PER_EXECUTION);
  const spread = { count, days: DAYS, untilMs: Date.now() };
  let tookMs = 0;
  for (let from = 0; from < count; from += EXECUTIONS_PER_DOCUMENT) {
    const some = executions(spread, from, Math.min(count, from + EXECUTIONS_PER_DOCUMENT));
    const text = document(some, spread.untilMs);
    const lines = costLines(some.slice(0, some.length / 2));
    const environment = (from / EXECUTIONS_PER_DOCUMENT) % 2 === 0 ? "blue" : "green";
    tookMs += await timed(async () => {
      await pushed(url, "execution-roi", text, environment);
      if (lines !== "") await pushed(url, "article-costs", lines, environment);
    });
  }
  clearInterval(watching);
  return { idleRss, filledRss: rss(), peakRss, callsPerSecond: (calls / tookMs) * 1000 };
}

interface Asked {
  p50: number;
  p95: number;
}

const askedIn = (samples: readonly number[]): Asked => ({
  p50: median(samples),
  p95: percentile(samples, 95),
});

/** How long every question takes, asked through its verb and over HTTP, of a database of that size. */
async function measured(size: Size) {
  return inFolder(async (folder) => {
    const filled = await withServer(folder, (server) => fill(server, SIZES[size]));
    const verbMs = await withApp(folder, async (app) => {
      const asked: Asked[] = [];
      for (const { ask } of QUESTIONS) asked.push(askedIn(await turns(TURNS.verb, () => ask(app))));
      return asked;
    });
    const { httpMs, readRss } = await withServer(folder, async (server) => {
      const asked: Asked[] = [];
      const headers = bearing();
      for (const { path } of QUESTIONS)
        asked.push(
          askedIn(await turns(TURNS.http, async () => (await fetch(server.url + path, { headers })).text())),
        );
      return { httpMs: asked, readRss: server.rss() };
    });
    return { filled, verbMs, httpMs, readRss };
  });
}

const small = await measured("10 thousand");
const large = await measured("1 million");

const rollupOnly = (path: string) => /summary|usage|trends/.test(path);

report("scale", [
  ...QUESTIONS.flatMap(({ path }, index): Figure[] => {
    const verb = { what: `${path}, 1 million calls, verb, p95`, value: large.verbMs[index]!.p95, unit: "ms" };
    return [
      rollupOnly(path) ? { ...verb, aim: { atMost: 10 } } : verb,
      { what: `${path}, 1 million calls, HTTP, p95`, value: large.httpMs[index]!.p95, unit: "ms" },
      {
        what: `${path}, growth of the median from 10 thousand calls`,
        value: large.verbMs[index]!.p50 / small.verbMs[index]!.p50,
        unit: "times",
        ...(rollupOnly(path) ? { aim: { atMost: 1.5 } } : {}),
      },
    ];
  }),
  { what: "pushed over HTTP, 1 million calls", value: large.filled.callsPerSecond, unit: "calls/s" },
  { what: "memory of the server, idle", value: large.filled.idleRss / MB, unit: "MB" },
  { what: "memory, at most while 1 million calls come in", value: large.filled.peakRss / MB, unit: "MB" },
  { what: "memory, after 1 million calls", value: large.filled.filledRss / MB, unit: "MB" },
  { what: "memory, started on 1 million calls, after reading", value: large.readRss / MB, unit: "MB" },
]);
