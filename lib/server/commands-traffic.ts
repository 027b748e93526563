import type { RollbackReport } from "@/lib/contract/traffic";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";
import type { Outcome } from "./commands";
import { assign } from "./traffic/assign";
import { rollBack } from "./traffic/rollback";

const KEY_CHARACTERS_MAX = 500;

/** `greenlight assign KEY`: the word alone on standard output, so that a script can use it. */
export async function assignKey(app: App, key: string): Promise<Outcome> {
  if (key.length > KEY_CHARACTERS_MAX) {
    const error = `the key has ${key.length} characters, allowed are ${KEY_CHARACTERS_MAX}`;
    return { done: false, value: { error }, lines: [error] };
  }
  const environment = await assign(app, key);
  return { done: true, value: { environment }, lines: [environment] };
}

interface RollbackWords {
  dryRun: boolean;
  confirm: boolean;
  reason: string | null;
}

/** `greenlight rollback`: on the same database, lease and log as the web server, and also without one. */
export async function rollbackNow(app: App, words: RollbackWords): Promise<Outcome> {
  try {
    const report = await rollBack(app, { actor: "cli", origin: "cli", ...words });
    const stuck = report.steps.some(({ name, status }) => name === "balancer" && status === "failed");
    return { done: !stuck, value: report, lines: linesOf(report) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return {
      done: false,
      value: { error: error.message, code: error.code, ...error.extra },
      lines: [error.message],
    };
  }
}

function linesOf({ id, dry_run, changed, from, to, steps, verification }: RollbackReport): string[] {
  const side = ({ environment, version }: RollbackReport["to"]) =>
    version === null ? environment : `${environment} (${version})`;
  const way = `from ${side(from)}, ${from.weight} %, to ${side(to)}`;
  const head = dry_run ? "dry run, nothing is changed" : `rollback ${id}`;
  return [
    changed ? `${head}: ${way}` : "nothing changed",
    ...steps.map(({ name, status, detail, ms }) => `  ${status.padEnd(7)} ${name}: ${detail} (${ms} ms)`),
    ...(dry_run || !changed ? [] : [verification.passed ? "verified" : "not verified"]),
  ];
}
