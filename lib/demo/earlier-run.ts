import { type Dated, KEPT_DAYS } from "./pipeline";
import { DAY_MS, dayOf } from "./story";

/** How far an earlier run came, by the files it left. Each file counts for itself: it may have died between the two. */
export interface EarlierRun {
  startMs: number;
  executions: Dated[];
  /** Articles that ended up to then have their execution, or had it before it rotated out. */
  executionsUntilMs: number;
  /** Articles that ended up to then have their line. */
  linesUntilMs: number;
}

/**
 * Reads what an earlier run left; empty text for a file that is missing. `startMs` holds where neither file tells the start.
 * A document cut short by a crash counts as empty: its last thirty days are made again, the same as they were.
 */
export function earlierRun(documentText: string, linesText: string, startMs: number): EarlierRun {
  const lineTimes = wholeLines(linesText)
    .split("\n")
    .flatMap((line) => timeOf(jsonOrNull(line)) ?? []);
  const document = jsonOrNull(documentText);
  const executions = executionsOf(document);
  const executionTimes = executions.map(({ timestamp }) => Date.parse(timestamp));
  const createdMs = timeOf(field(document, "metadata"), "created");
  const firstLineMs = lineTimes.at(0);
  const storyStartMs = createdMs ?? (firstLineMs === undefined ? startMs : dayOf(firstLineMs) * DAY_MS);
  const linesUntilMs = Math.max(storyStartMs, ...lineTimes.slice(-1));
  const rotatedUntilMs = Math.max(storyStartMs, linesUntilMs - KEPT_DAYS * DAY_MS);
  return {
    startMs: storyStartMs,
    executions,
    executionsUntilMs: Math.max(rotatedUntilMs, ...executionTimes.slice(-1)),
    linesUntilMs,
  };
}

/** The lines that were written whole: a crash may have cut the last one short. */
export const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf("\n") + 1);

function executionsOf(document: unknown): Dated[] {
  const executions = field(document, "executions");
  return Array.isArray(executions) ? executions.filter(dated) : [];
}

const dated = (value: unknown): value is Dated => timeOf(value) !== null;

function timeOf(value: unknown, name = "timestamp"): number | null {
  const text = field(value, name);
  const atMs = typeof text === "string" ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
