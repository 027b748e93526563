import type { Environment } from "@/lib/domain/environment";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import type { Kind } from "@/lib/ingest/parse";
import { AlertWatch } from "@/lib/server/alerts/look";
import type { App } from "@/lib/server/app";
import { push } from "@/lib/server/push";
import { report } from "./support/results";
import { inFolder, withApp } from "./support/store";
import { median, percentile, timed } from "./support/timing";

const DAYS = 90;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ARTICLES_A_DAY = 200;
const LOOKS = 200;
const LINES_PER_PUSH = 5000;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Pushes one line for each of so many moments, the last one now. */
async function told(
  app: App,
  kind: Kind,
  environment: Environment,
  { count, apartMs }: { count: number; apartMs: number },
  line: (at: string, index: number) => object,
): Promise<void> {
  const nowMs = Date.now();
  for (let from = 0; from < count; from += LINES_PER_PUSH) {
    const lines = Array.from({ length: Math.min(LINES_PER_PUSH, count - from) }, (_, at) =>
      JSON.stringify(line(iso(nowMs - (count - from - at) * apartMs), from + at)),
    );
    await push(app, kind, Buffer.from(lines.join("\n")), environment);
  }
}

/** Ninety days of a pipeline in one environment: samples once a minute, articles, an error now and then, gates. */
async function filled(app: App, environment: Environment): Promise<void> {
  const everyMinute = { count: DAYS * 1440, apartMs: MINUTE_MS };
  const articles = { count: DAYS * ARTICLES_A_DAY, apartMs: DAY_MS / ARTICLES_A_DAY };
  const errors = { count: DAYS * 20, apartMs: DAY_MS / 20 };
  await told(app, "latency", environment, everyMinute, (timestamp, at) => ({
    ...{ timestamp, name: "rag", value_ms: 100 + (at % 50) },
  }));
  await told(app, "resources", environment, everyMinute, (timestamp, at) => ({
    ...{ timestamp, memory_bytes: 1e9 + (at % 1000) * 1e5, cpu_cores: 0.5 },
  }));
  await told(app, "article-costs", environment, articles, (timestamp, at) => ({
    ...{ timestamp, topic: `${environment} ${at}`, total_cost_usd: 0.5, wall_seconds: 300 + (at % 200) },
  }));
  await told(app, "errors", environment, errors, (timestamp, at) => ({
    ...{ timestamp, class: "llm_api", kind: "timeout", message: "it broke", job: `${environment} job ${at}` },
  }));
}

const looks = await inFolder((folder) =>
  withApp(folder, async (app) => {
    for (const environment of ENVIRONMENTS) await filled(app, environment);
    const watch = new AlertWatch(app);
    const [first, ...rest] = await inTurn(LOOKS, () => watch.look());
    return { first, rest, bytes: app.store.bytes() };
  }),
);

/** What each turn took of the processor, which others on the machine take nothing of, and by the clock. */
async function inTurn(count: number, work: () => Promise<unknown>): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let at = 0; at < count; at += 1) {
    const before = process.cpuUsage();
    const tookMs = await timed(work);
    const { user, system } = process.cpuUsage(before);
    turns.push({ tookMs, cpuMs: (user + system) / 1000 });
  }
  return turns;
}

interface Turn {
  tookMs: number;
  cpuMs: number;
}

const cpuMs = looks.rest.map((turn) => turn.cpuMs);
const tookMs = looks.rest.map((turn) => turn.tookMs);

report("alerts", [
  { what: "a look at 90 days of two environments, processor, p50", value: median(cpuMs), unit: "ms" },
  {
    what: "a look at 90 days of two environments, processor, p95",
    ...{ value: percentile(cpuMs, 95), unit: "ms", aim: { atMost: 20 } },
  },
  { what: "the same by the clock, p95", value: percentile(tookMs, 95), unit: "ms" },
  { what: "the first look of a process, processor", value: looks.first?.cpuMs ?? Number.NaN, unit: "ms" },
  { what: "size of that database", value: looks.bytes / 1e6, unit: "MB" },
]);
