import { inChunks } from "@/db/chunks";
import { contentOf, identityOf } from "@/db/identity";
import type { Tx } from "@/db/schema";
import type { ErrorEventRow } from "@/db/schema-signals";
import { topicKey } from "@/lib/domain/record";
import type { ErrorRecord } from "@/lib/domain/signals";
import type { Recorded } from "./batch";
import { addFailure, type ChangedJob, keepOpenings, nameOf, openingsOfNew } from "./openings";
import type { Attributing, Reception } from "./reception";
import { RollupSums } from "./rollup-sums";
import { addRollups } from "./rollups";
import { insertion } from "./rows";

type NewEvent = Omit<ErrorEventRow, "id" | "opens">;

type Known = Pick<
  ErrorEventRow,
  | "id"
  | "identity"
  | "at_ms"
  | "environment"
  | "class"
  | "kind"
  | "fingerprint"
  | "job_key"
  | "counted"
  | "opens"
  | "content"
>;

/** An error, and whether it says itself when it happened. */
interface Told {
  row: NewEvent;
  timed: boolean;
}

/**
 * Stores errors with their sums. Idempotent: an error that says nothing new counts once; one that now says something
 * else (a traceback that was still being written) takes the place of what was stored of it.
 */
export async function recordErrors(
  tx: Tx,
  records: readonly ErrorRecord[],
  reception: Attributing,
): Promise<Recorded> {
  if (records.length === 0) return { accepted: 0, updated: 0, duplicates: 0 };
  const latest = latestTold(records.map((record) => eventRow(record, reception)));
  const stored = new Map((await storedBy(tx, [...latest.keys()])).map((row) => [row.identity, row]));
  const rows = [...latest.values()]
    .filter(({ row }) => !stored.has(row.identity))
    .map(({ row }) => placed(row, reception));
  const updates = [...latest.values()].flatMap((one) => changed(one, stored.get(one.row.identity)));
  const sums = new RollupSums(reception.calendar);
  const jobs = new ChangedJobs();
  for (const { known, next } of updates) await replace(tx, known, next, sums, jobs);
  const { opening, untold } = await openingsOfNew(tx, rows);
  await insertEvents(
    tx,
    rows.map((row) => ({ ...row, opens: opening.has(row) ? 1 : 0 })),
  );
  for (const row of rows) addError(sums, row, 1);
  for (const row of untold) jobs.add(row);
  for (const job of jobs.all()) await keepOpenings(tx, job, sums);
  await addRollups(tx, sums, true);
  const accepted = rows.length;
  return { accepted, updated: updates.length, duplicates: records.length - accepted - updates.length };
}

/** Its identity is of what was told: it stays the same wherever the error is counted. */
function placed(row: NewEvent, { attributed }: Attributing): NewEvent {
  if (row.environment !== "") return row;
  return { ...row, environment: attributed({ key: row.job_key || null, atMs: row.at_ms }) ?? "" };
}

export function addError(
  sums: RollupSums,
  row: Pick<Known, "at_ms" | "environment" | "class" | "kind" | "fingerprint">,
  sign: 1 | -1,
): void {
  const { environment, class: errorClass, kind, fingerprint } = row;
  sums.add("error", row.at_ms, { environment, class: errorClass, kind, fingerprint }, { count: 1 }, {}, sign);
}

/** The moments at which something changed, by job. */
class ChangedJobs {
  readonly #jobs = new Map<string, ChangedJob>();

  add({ environment, job_key, at_ms, counted }: NewEvent | Known): void {
    if (counted === 0) return;
    const name = nameOf({ environment, job_key });
    const job = this.#jobs.get(name) ?? { environment, job_key, atMs: [] };
    job.atMs.push(at_ms);
    this.#jobs.set(name, job);
  }

  all(): Iterable<ChangedJob> {
    return this.#jobs.values();
  }
}

/** Each error as it is told last. */
function latestTold(all: readonly Told[]): Map<string, Told> {
  const latest = new Map<string, Told>();
  for (const told of all) {
    const before = latest.get(told.row.identity);
    const timed = told.timed || before?.timed === true;
    latest.set(told.row.identity, { row: before ? filled(told, before.row) : told.row, timed });
  }
  return latest;
}

/** What a known error becomes; nothing where it stays as it is. */
function changed(told: Told, known: Known | undefined): { known: Known; next: NewEvent }[] {
  if (known === undefined) return [];
  const next = filled(told, known);
  return next.content === known.content && next.environment === known.environment ? [] : [{ known, next }];
}

/** An error that now names no time or no environment keeps those that it had. */
const filled = ({ row, timed }: Told, before: Pick<Known, "at_ms" | "environment">): NewEvent => ({
  ...row,
  at_ms: timed ? row.at_ms : before.at_ms,
  environment: row.environment === "" ? before.environment : row.environment,
});

const PLACE = ["at_ms", "environment", "job_key", "counted"] as const;

async function replace(
  tx: Tx,
  known: Known,
  next: NewEvent,
  sums: RollupSums,
  jobs: ChangedJobs,
): Promise<void> {
  addError(sums, known, -1);
  addError(sums, next, 1);
  const moved = PLACE.some((column) => known[column] !== next[column]);
  const place = moved ? { opens: 0 } : {};
  await tx
    .updateTable("error_event")
    .set({ ...next, ...place })
    .where("id", "=", known.id)
    .execute();
  if (!moved) return;
  if (known.opens === 1) addFailure(sums, known, known.at_ms, -1);
  jobs.add(known);
  jobs.add(next);
}

const storedBy = (tx: Tx, identities: readonly string[]): Promise<Known[]> =>
  inChunks(identities, (piece) =>
    tx
      .selectFrom("error_event")
      .select([
        "id",
        "identity",
        "at_ms",
        "environment",
        "class",
        "kind",
        "fingerprint",
        "job_key",
        "counted",
        "opens",
        "content",
      ])
      .where("identity", "in", piece)
      .execute(),
  );

const insertEvents = insertion("error_event");

/** In a followed file an error is its line, whatever it says; a pushed one is its own words. */
function eventRow(record: ErrorRecord, { environment: received, receivedMs, generation }: Reception): Told {
  const environment = record.environment ?? received;
  const { identityText, line, atMs, errorKind, ...says } = record;
  const identity =
    generation !== null && line !== null
      ? identityOf("", generation, String(line))
      : identityOf(identityText, environment);
  const row: NewEvent = {
    identity,
    at_ms: atMs ?? receivedMs,
    environment,
    class: says.errorClass,
    kind: errorKind ?? "",
    fingerprint: says.fingerprint,
    message: says.message,
    detail: says.detail,
    component: says.component,
    job: says.job,
    job_key: says.job === null ? "" : topicKey(says.job),
    severity: says.severity,
    counted: errorKind === "cancelled" ? 0 : 1,
    content: contentOf({ atMs, errorKind, ...says }),
  };
  return { row, timed: atMs !== null };
}
