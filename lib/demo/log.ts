import { article, type Slot } from "./article";
import { closelyFromMs, conditionAt } from "./conditions";
import { headlinesOfDay, SPARE_HEADLINES_FROM } from "./headlines";
import { fails, jobs } from "./pipeline";
import { between, type Draw, drawsOf, poisson, wholeBetween } from "./random";
import type { Entry } from "./samples";
import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS, outage, ownSeed, type Story } from "./story";
import { askedMs, environmentOf, playedFromMs } from "./turns";

/** Jobs that fail for good, a day; about two of a hundred. */
const FAILED_MEAN = 0.3;
/** More than a day has articles. */
const FIRST_FAILED_ORDINAL = 41;
/** No job takes as long. */
const JOB_MS_MAX = 20 * MINUTE_MS;
/** So many milliseconds of each second belong to one job of a day, so that no two lines have one time. */
const MS_PER_JOB = 20;

type Level = "INFO" | "WARNING" | "ERROR" | "CRITICAL";

interface Fault {
  logger: string;
  message: string;
  more?: readonly string[];
}

const FAULTS: readonly Fault[] = [
  {
    logger: "economist.llm",
    message:
      "Error code: 429 - rate_limit_error: number of request tokens has exceeded your per-minute rate limit",
  },
  {
    logger: "economist.llm",
    message: "anthropic.APITimeoutError: Request timed out.",
    more: traceback(
      "src/agents/writer_agent.py",
      "draft",
      "response = self.client.messages.create(**request)",
      ["anthropic.APITimeoutError: Request timed out."],
    ),
  },
  {
    logger: "economist.llm",
    message: "Error code: 429 - Too Many Requests",
  },
  {
    logger: "economist.graphics",
    message: "Chart could not be saved: output/charts/figure_1.png",
    more: traceback("src/agents/graphics_agent.py", "save_chart", "figure.savefig(path, dpi=200)", [
      "OSError: [Errno 28] No space left on device: 'output/charts/figure_1.png'",
    ]),
  },
  {
    logger: "economist.rag",
    message: "Style memory query failed, editor goes on without it",
    more: traceback(
      "src/tools/style_memory_tool.py",
      "query",
      "hits = self.collection.query(query_texts=[text])",
      ["TimeoutError: the vector store did not answer within 5 s"],
    ),
  },
  {
    logger: "economist.flow",
    message: "Draft could not be saved",
    more: traceback("src/economist_agents/flow.py", "save_draft", "path.write_text(draft)", [
      "PermissionError: [Errno 13] Permission denied: 'output/drafts/draft.md'",
    ]),
  },
  {
    logger: "economist.telemetry",
    message: "sqlite3.OperationalError: database is locked",
  },
];

function traceback(file: string, inside: string, code: string, last: readonly string[]): string[] {
  return [
    "Traceback (most recent call last):",
    '  File "src/economist_agents/flow.py", line 212, in run_stage',
    "    result = stage(self.state)",
    `  File "${file}", line 88, in ${inside}`,
    `    ${code}`,
    ...last,
  ];
}

/**
 * What `production.log` says after `afterMs` and not after `untilMs`: mostly that all goes well. Some jobs meet an error
 * and finish all the same, some give up; in the outage all do. An error comes with the lines that belong to it.
 */
export function logEntries(story: Story, afterMs: number, untilMs: number): Entry[] {
  // What a job wrote stands before its end, or in the second of it.
  const entries = jobs(story, afterMs - 1000, untilMs + JOB_MS_MAX).flatMap((slot) =>
    askedMs(slot.endMs) < playedFromMs(story) ? told(story, slot) : played(story, slot),
  );
  for (let day = dayOf(afterMs); day <= dayOf(untilMs) + 1; day += 1) entries.push(...failedOn(story, day));
  return entries.filter(({ atMs }) => atMs > afterMs && atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
}

/** What a job wrote from its beginning on. */
function told(story: Story, slot: Slot): Entry[] {
  const { endMs, ordinal, topic } = slot;
  const { costLine, execution } = article(story, slot);
  const draw = drawsOf(ownSeed(story), dayOf(endMs), 5, ordinal);
  if (fails(story, slot)) return givenUp(endMs - 8 * MINUTE_MS, ordinal, topic, faultOf(draw));
  const startMs = endMs - costLine.wall_seconds * 1000;
  const at = stamps(ordinal);
  const during = (part: number) => at(startMs + (endMs - startMs) * part);
  const entries = [
    entry(at(startMs), "INFO", "economist.flow", `Started [job: ${topic}]`),
    entry(during(0.3), "INFO", "economist.research", `${wholeBetween(draw, 8, 16)} data points found`),
    entry(during(0.75), "INFO", "economist.writer", `Draft of ${execution.totals.word_count} words`),
  ];
  if (draw() < 0.08) {
    const logger = "economist.rag";
    entries.push(entry(during(0.4), "WARNING", logger, `Query took ${wholeBetween(draw, 320, 720)} ms`));
  }
  if (draw() < (endMs < closelyFromMs(story) ? 0.07 : 0.2))
    entries.push(failure(during(between(draw, 0.45, 0.7)), faultOf(draw), topic));
  entries.push(
    entry(at(endMs), "INFO", "economist.flow", `Published in ${costLine.wall_seconds} s [job: ${topic}]`),
  );
  return entries;
}

/** What a job writes once its environment is known, which is shortly before its end. */
function played(story: Story, slot: Slot): Entry[] {
  const { endMs, ordinal, topic } = slot;
  const draw = drawsOf(ownSeed(story), dayOf(endMs), 5, ordinal);
  const at = stamps(ordinal);
  const fault = () => failure(at(endMs - 1000), faultOf(draw), topic);
  if (fails(story, slot))
    return [fault(), entry(at(endMs), "WARNING", "economist.flow", `Given up [job: ${topic}]`)];
  const { wall_seconds } = article(story, slot).costLine;
  const published = entry(
    at(endMs),
    "INFO",
    "economist.flow",
    `Published in ${wall_seconds} s [job: ${topic}]`,
  );
  return draw() < 0.07 ? [fault(), published] : [published];
}

const faultOf = (draw: Draw): Fault => FAULTS[wholeBetween(draw, 0, FAULTS.length - 1)] ?? ENGINE_DOWN;

/** Jobs that fail on a day, each with its retries, and what the flow engine says while it is down. */
function failedOn(story: Story, day: number): Entry[] {
  const draw = drawsOf(story.seed, day, 6);
  const topics = headlinesOfDay(story.seed, day).slice(SPARE_HEADLINES_FROM);
  const { fromMs, toMs } = outage(story);
  const out = dayOf(fromMs) === day;
  const starts = out
    ? Array.from({ length: 4 }, (_, index) => fromMs + (1.5 * index + between(draw, 0, 0.5)) * HOUR_MS)
    : Array.from(
        { length: Math.min(poisson(draw, FAILED_MEAN), 3) },
        () => day * DAY_MS + draw() * 0.95 * DAY_MS,
      );
  const entries = starts.flatMap((startMs, index) => {
    const fault = out ? ENGINE_DOWN : faultOf(draw);
    const topic = topics[index] ?? "";
    const ours = environmentOf(story, topic, askedMs(startMs)) === story.environment;
    return ours ? givenUp(startMs, FIRST_FAILED_ORDINAL + index, topic, fault) : [];
  });
  if (!out || story.environment === "green") return entries;
  const at = stamps(FIRST_FAILED_ORDINAL + 7);
  for (let atMs = fromMs; atMs < toMs; atMs += 45 * MINUTE_MS)
    if (conditionAt(story, "flow", atMs) === "unhealthy")
      entries.push(failure(at(atMs), ENGINE_DOWN, null, "CRITICAL"));
  return entries;
}

const ENGINE_DOWN: Fault = {
  logger: "economist.flow",
  message: "Flow engine not available, WORKFLOW_SEQUENCE takes over",
  more: traceback("src/economist_agents/engine.py", "connect", "self.session.get(self.url, timeout=5)", [
    "ConnectionError: cannot reach the flow engine at 127.0.0.1:8765",
  ]),
};

/** Three attempts, and the end of it. */
function givenUp(startMs: number, ordinal: number, topic: string, fault: Fault): Entry[] {
  const at = stamps(ordinal);
  return [
    entry(at(startMs), "INFO", "economist.flow", `Started [job: ${topic}]`),
    ...[2, 4, 7].map((minutes) => failure(at(startMs + minutes * MINUTE_MS), fault, topic)),
    entry(
      at(startMs + 7.5 * MINUTE_MS),
      "WARNING",
      "economist.flow",
      `Given up after 3 attempts [job: ${topic}]`,
    ),
  ];
}

function failure(atMs: number, fault: Fault, topic: string | null, level: Level = "ERROR"): Entry {
  const job = topic === null ? "" : ` [job: ${topic}]`;
  const { text } = entry(atMs, level, fault.logger, fault.message + job);
  return { atMs, text: text + (fault.more ?? []).map((line) => `${line}\n`).join("") };
}

/** As Python's logging writes it: the time in UTC, with a comma before its milliseconds. */
function entry(atMs: number, level: Level, logger: string, message: string): Entry {
  const time = new Date(atMs).toISOString().replace("T", " ").replace(".", ",").replace("Z", "");
  return { atMs, text: `${time} - ${logger} - ${level} - ${message}\n` };
}

/** Moves each moment of a job to the milliseconds of the second that belong to it, each its own. */
function stamps(ordinal: number): (atMs: number) => number {
  let count = 0;
  return (atMs) => {
    const own = (ordinal * MS_PER_JOB + (count++ % MS_PER_JOB)) % 1000;
    return Math.floor(atMs / 1000) * 1000 + own;
  };
}
