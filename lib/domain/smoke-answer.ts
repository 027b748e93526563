/** What the writer of an article says of it, beside whether it ended well. Null: it does not say. */
export interface SaidOfArticle {
  costUsd: number | null;
  seconds: number | null;
  error: string | null;
  output: string | null;
}

export const NOTHING_SAID: SaidOfArticle = { costUsd: null, seconds: null, error: null, output: null };

const USD_MAX = 100_000;
const SECONDS_MAX = 1e7;
const ERROR_MAX = 500;

/** Reads one JSON object: `cost_usd` (or `total_cost_usd`), `seconds` (or `wall_seconds`), `error`, `output`. Null: it is none. */
export function saidIn(text: string): SaidOfArticle | null {
  const found = objectIn(text);
  if (found === null) return null;
  return {
    costUsd: figureIn(found, ["cost_usd", "total_cost_usd"], USD_MAX),
    seconds: figureIn(found, ["seconds", "wall_seconds"], SECONDS_MAX),
    error: errorIn(found.error),
    output: typeof found.output === "string" ? found.output : null,
  };
}

/** The last line of an output that is a JSON object; nothing said where none is. Logs may come before and after it. */
export function saidLast(output: string): SaidOfArticle {
  for (const line of output.split("\n").toReversed()) {
    const said = /^\s*\{/.test(line) ? saidIn(line) : null;
    if (said !== null) return said;
  }
  return NOTHING_SAID;
}

const OUTPUT_LINES = 20;
const OUTPUT_MAX = 2000;

/** The end of an output, as much of it as people read. */
export function lastLines(output: string): string | null {
  const lines = output.trimEnd().split("\n").slice(-OUTPUT_LINES).join("\n");
  const end = lines.length <= OUTPUT_MAX ? lines : `…${lines.slice(1 - OUTPUT_MAX)}`;
  return end.trim() === "" ? null : end.toWellFormed();
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** The first of these that is a figure that can be; a wrong one says nothing. */
function figureIn(found: Record<string, unknown>, names: readonly string[], max: number): number | null {
  const values = names.map((name) => found[name]);
  const figure = values.find((value) => typeof value === "number" && value >= 0 && value <= max);
  return typeof figure === "number" ? figure : null;
}

/** An empty error, false and null are none; anything else is one. */
function errorIn(error: unknown): string | null {
  if (error === undefined || error === null || error === false || error === "") return null;
  const words = typeof error === "string" ? error : (JSON.stringify(error) ?? "unknown");
  return words.slice(0, ERROR_MAX).toWellFormed();
}
