import { appendFile, open, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { logEntries } from "@/lib/demo/log";
import { evaluatedSlots, evaluationsDocument, measuredSlots, metricsDocument } from "@/lib/demo/quality";
import { type Entry, healthLines, latencyLines, resourceLines } from "@/lib/demo/samples";
import { beginMs, type Story } from "@/lib/demo/story";

/** What the demo pipeline says of itself. */
export const SIGNAL_FILES = {
  metrics: "agent_metrics.json",
  evaluations: "article_evals.json",
  health: "health.jsonl",
  latency: "latency.jsonl",
  resources: "resources.jsonl",
  log: "production.log",
} as const;

/** A file to which entries are appended. */
interface Appended {
  name: string;
  entries(story: Story, afterMs: number, untilMs: number, live: boolean): Entry[];
  /** When the entry was written that begins with this line; NaN where none does. */
  timeOf(line: string): number;
}

const jsonTime = (line: string): number => Date.parse(/^\{"timestamp":"([^"]+)"/.exec(line)?.[1] ?? "");
const logTime = (line: string): number =>
  Date.parse(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} /
      .exec(line)?.[0]
      .trim()
      .replace(" ", "T")
      .replace(",", ".")
      .concat("Z") ?? "",
  );

const APPENDED: readonly Appended[] = [
  { name: SIGNAL_FILES.health, entries: healthLines, timeOf: jsonTime },
  { name: SIGNAL_FILES.latency, entries: latencyLines, timeOf: jsonTime },
  { name: SIGNAL_FILES.resources, entries: resourceLines, timeOf: jsonTime },
  { name: SIGNAL_FILES.log, entries: logEntries, timeOf: logTime },
];

/** A file that is rewritten whole whenever an article adds to it. */
interface Rewritten {
  name: string;
  slots: typeof measuredSlots;
  document(story: Story, untilMs: number): readonly unknown[] | { runs: readonly unknown[] };
}

const REWRITTEN: readonly Rewritten[] = [
  { name: SIGNAL_FILES.metrics, slots: measuredSlots, document: metricsDocument },
  { name: SIGNAL_FILES.evaluations, slots: evaluatedSlots, document: evaluationsDocument },
];

const TAIL_BYTES = 64 * 1024;

/** What is written in pieces as short as this is going on now. */
const LIVE_MS_MAX = 120_000;

/** The files in which the demo pipeline tells how it is doing. They follow from the story alone, up to how far they reach. */
export class SignalFiles {
  readonly #directory: string;
  readonly #story: Story;
  readonly #reachedMs: Map<string, number>;

  private constructor(directory: string, story: Story, reachedMs: Map<string, number>) {
    this.#directory = directory;
    this.#story = story;
    this.#reachedMs = reachedMs;
  }

  /** Finds out how far an earlier run came, and finishes what it broke off in. */
  static async open(directory: string, story: Story): Promise<SignalFiles> {
    const reachedMs = new Map<string, number>();
    for (const file of APPENDED)
      reachedMs.set(file.name, await resumed(join(directory, file.name), file, story));
    for (const { name } of REWRITTEN) reachedMs.set(name, await lastOf(join(directory, name), story));
    return new SignalFiles(directory, story, reachedMs);
  }

  /** How far all of them reach. */
  reachedMs(): number {
    return Math.min(...this.#reachedMs.values());
  }

  /** How far the one reaches that reaches furthest. */
  latestMs(): number {
    return Math.max(...this.#reachedMs.values());
  }

  async writeUntil(untilMs: number): Promise<void> {
    for (const file of APPENDED)
      await this.#advance(file.name, untilMs, async (afterMs, path) => {
        const live = untilMs - afterMs <= LIVE_MS_MAX;
        const text = textOf(file.entries(this.#story, afterMs, untilMs, live));
        if (text !== "") await appendFile(path, text);
      });
    for (const file of REWRITTEN)
      await this.#advance(file.name, untilMs, async (afterMs, path) => {
        if (file.slots(this.#story, afterMs, untilMs).length > 0)
          await writeFile(path, JSON.stringify(file.document(this.#story, untilMs), null, 2));
      });
  }

  async #advance(
    name: string,
    untilMs: number,
    write: (afterMs: number, path: string) => Promise<void>,
  ): Promise<void> {
    const afterMs = this.#reachedMs.get(name) ?? beginMs(this.#story);
    if (untilMs <= afterMs) return;
    await write(afterMs, join(this.#directory, name));
    this.#reachedMs.set(name, untilMs);
  }
}

const textOf = (entries: readonly Entry[]): string => entries.map(({ text }) => text).join("");

/** When the last entry of a file was written. A line that a crash cut short is taken back, what is missing of its moment is added. */
async function resumed(path: string, { entries, timeOf }: Appended, story: Story): Promise<number> {
  const tail = await tailOf(path);
  if (tail === null) return beginMs(story);
  const wholeBytes = tail.bytes.lastIndexOf(0x0a) + 1;
  if (wholeBytes < tail.bytes.length) await truncate(path, tail.offset + wholeBytes);
  const lines = tail.bytes.subarray(0, wholeBytes).toString("utf8").split("\n").slice(0, -1);
  const atMs = lines.map(timeOf).findLast((ms) => !Number.isNaN(ms));
  if (atMs === undefined) return beginMs(story);
  const first = lines.findIndex((line) => timeOf(line) === atMs);
  const written = `${lines.slice(first).join("\n")}\n`;
  const whole = textOf(entries(story, atMs - 1, atMs, true));
  if (whole.startsWith(written) && whole !== written) await appendFile(path, whole.slice(written.length));
  return atMs;
}

async function tailOf(path: string): Promise<{ bytes: Buffer; offset: number } | null> {
  const file = await open(path).catch(absent);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const offset = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - offset), 0, size - offset, offset);
    return { bytes: buffer.subarray(0, bytesRead), offset };
  } finally {
    await file.close();
  }
}

/** When the last record of a document was made; the start of the story where it is not whole. */
async function lastOf(path: string, story: Story): Promise<number> {
  const text = (await readFile(path, "utf8").catch(absent)) ?? "";
  const last = isJson(text) ? [...text.matchAll(/"timestamp": "([^"]+)"/g)].at(-1)?.[1] : undefined;
  return last === undefined ? beginMs(story) : Math.max(beginMs(story), Date.parse(last));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function absent(cause: unknown): null {
  if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return null;
  throw cause;
}
