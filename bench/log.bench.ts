import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bearing } from "@/tests/support/access";
import { StreamReader } from "@/tests/support/stream";
import { type Figure, report } from "./support/results";
import { type Server, withServer } from "./support/server";
import { inFolder } from "./support/store";
import { percentile } from "./support/timing";

const LINES_PER_SECOND = 10_000;
const SECONDS = 10;
const EVERY_MS = 10;
const LOST_MS = 60_000;

const at = (line: number) =>
  new Date(Date.UTC(2026, 10, 23, 10) + line).toISOString().slice(0, 23).replace("T", " ");
const info = (line: number) =>
  `${at(line)} - economist_flow - INFO - stage ${line % 7} of "Gas prices" took ${line} ms\n`;
const error = (line: number) =>
  `${at(line)} - economist_flow - ERROR - stage ${line % 7} failed topic="Gas prices ${line % 50}" api_key=hunter2\n`;
const TRACEBACK = [
  "Traceback (most recent call last):",
  '  File "src/economist_agents/flow.py", line 211, in stage3',
  "    response = client.messages.create(model=model)",
  "anthropic.RateLimitError: Error code: 429 - {'type': 'error'}",
];

/** What stands in a line of the log, and whether an error begins with it. */
type Line = (line: number) => { text: string; fails: boolean };

/** One entry in twenty is an error with a traceback: one line in 24. */
const usual: Line = (line) => {
  const place = line % 24;
  if (place === 0) return { text: error(line), fails: true };
  const trace = TRACEBACK[place - 1];
  return { text: trace === undefined ? info(line) : `${trace}\n`, fails: false };
};
const failing: Line = () => ({ text: error(0), fails: true });

interface Followed {
  lines: number;
  errors: number;
  stored: number;
  idleBytes: number;
  peakBytes: number;
  /** Errors that were written and not yet stored, every tenth of a second. */
  behind: number[];
  endMs: number;
  told: number;
}

async function accepted({ url }: Server): Promise<number> {
  const { sources } = await (await fetch(`${url}/api/sources`, { headers: bearing() })).json();
  return sources[0]?.accepted ?? 0;
}

/** Appends lines as fast as they are due, rotates the file half-way, and waits until all is stored. */
async function followed(server: Server, path: string, line: Line): Promise<Followed> {
  const reader = new StreamReader(Number(new URL(server.url).port));
  await reader.opened;
  const idleBytes = server.rss();
  const behind: number[] = [];
  let peakBytes = idleBytes;
  let errors = 0;
  let written = 0;
  let rotated = false;
  const total = LINES_PER_SECOND * SECONDS;
  const look = async () => {
    const before = errors;
    behind.push(Math.max(0, before - (await accepted(server))));
    peakBytes = Math.max(peakBytes, server.rss());
  };
  let looking = Promise.resolve();
  const startMs = performance.now();
  for (let turn = 0; written < total; turn += 1) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) * LINES_PER_SECOND) / 1000));
    let text = "";
    for (; written < due; written += 1) {
      const next = line(written);
      text += next.text;
      if (next.fails) errors += 1;
    }
    if (!rotated && written > total / 2) {
      renameSync(path, `${path}.1`);
      rotated = true;
    }
    appendFileSync(path, text);
    if (turn % 10 === 0) looking = looking.then(look);
    await sleep(EVERY_MS);
  }
  const writtenMs = performance.now();
  await looking;
  let stored = await accepted(server);
  while (stored < errors && performance.now() - writtenMs < LOST_MS) {
    peakBytes = Math.max(peakBytes, server.rss());
    await sleep(20);
    stored = await accepted(server);
  }
  const endMs = performance.now() - writtenMs;
  reader.close();
  return { lines: written, errors, stored, idleBytes, peakBytes, behind, endMs, told: reader.told.length };
}

const run = (name: string, line: Line): Promise<Figure[]> =>
  inFolder(async (folder) => {
    const path = join(folder, "production.log");
    writeFileSync(path, info(0));
    const env = { GREENLIGHT_SOURCES: JSON.stringify([path]) };
    const found = await withServer(folder, (server) => followed(server, path, line), env);
    if (found.stored !== found.errors) throw new Error(`${name}: ${found.stored} of ${found.errors} errors`);
    return [
      { what: `${name}: lines, in ${SECONDS} s`, value: found.lines, unit: "lines" },
      { what: `${name}: errors among them, all of them stored once`, value: found.stored, unit: "errors" },
      { what: `${name}: behind at the end`, value: found.endMs, unit: "ms", aim: { atMost: 1000 } },
      { what: `${name}: errors behind, median`, value: percentile(found.behind, 50), unit: "errors" },
      { what: `${name}: errors behind, p95`, value: percentile(found.behind, 95), unit: "errors" },
      { what: `${name}: memory of the server, idle`, value: found.idleBytes / 1e6, unit: "MB" },
      {
        what: `${name}: memory of the server, at most`,
        value: found.peakBytes / 1e6,
        unit: "MB",
        aim: { atMost: 512 },
      },
      { what: `${name}: events that an open page was told`, value: found.told, unit: "events" },
    ];
  });

const figures = [
  ...(await run("one line in 24 an error", usual)),
  ...(await run("every line the same error", failing)),
];
report("log", figures);
