import type { UpdateResult } from "kysely";
import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import type { ErrorEventRow } from "@/db/schema-signals";
import { opensJob, windowMsOf } from "@/lib/domain/failed-job";
import type { RollupSums } from "./rollup-sums";

const PAGE = 500;

/** One job's errors, with the moments at which one of them came, went or moved. */
export interface ChangedJob {
  environment: string;
  job_key: string;
  atMs: number[];
}

interface Event {
  id: number;
  at_ms: number;
  opens: number;
}

/** Which events open a failed job, and no longer do. */
interface Flips {
  opened: Event[];
  closed: Event[];
}

/** Tells which of a job's errors open a failed job, from the first change on to where nothing differs any more. */
export async function keepOpenings(tx: Tx, job: ChangedJob, sums: RollupSums): Promise<void> {
  let changes = [...job.atMs].sort((a, b) => a - b);
  for (let [first] = changes; first !== undefined; [first] = changes) {
    const { flips, settledMs } = await walked(tx, job, first, changes);
    await mark(tx, flips.opened, 1);
    await mark(tx, flips.closed, 0);
    for (const { at_ms } of flips.opened) addFailure(sums, job, at_ms, 1);
    for (const { at_ms } of flips.closed) addFailure(sums, job, at_ms, -1);
    changes = changes.filter((atMs) => atMs > settledMs);
  }
}

type Placed = Pick<ErrorEventRow, "environment" | "job_key" | "at_ms" | "counted">;

/**
 * Of new errors those that open a failed job, and those of which only what is stored can tell. The first error of a
 * named job needs no looking for others, however many jobs come at once.
 */
export async function openingsOfNew<E extends Placed>(
  tx: Tx,
  errors: readonly E[],
): Promise<{ opening: Set<E>; untold: E[] }> {
  const counted = errors.filter((error) => error.counted === 1);
  const known = await knownJobs(tx, counted);
  const untold = counted.filter((error) => error.job_key === "" || known.has(nameOf(error)));
  const opening = new Set<E>();
  const openMs = new Map<string, number>();
  const fresh = counted.filter((error) => error.job_key !== "" && !known.has(nameOf(error)));
  for (const error of fresh.sort((a, b) => a.at_ms - b.at_ms)) {
    if (!opensJob(error.at_ms, openMs.get(nameOf(error)) ?? null, error.job_key)) continue;
    opening.add(error);
    openMs.set(nameOf(error), error.at_ms);
  }
  return { opening, untold };
}

/** One job's name. */
export const nameOf = ({ environment, job_key }: Pick<Placed, "environment" | "job_key">): string =>
  `${environment}\0${job_key}`;

/** The named jobs of these errors of which some are stored. */
async function knownJobs(tx: Tx, errors: readonly Placed[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (const [environment, mine] of Map.groupBy(errors, (error) => error.environment)) {
    const named = new Set(mine.map((error) => error.job_key).filter((key) => key !== ""));
    const rows = await inChunks([...named], (piece) =>
      tx
        .selectFrom("error_event")
        .select("job_key")
        .distinct()
        .where("environment", "=", environment)
        .where("job_key", "in", piece)
        .where(({ eb }) => eb("counted", "=", eb.lit(1)))
        .execute(),
    );
    for (const { job_key } of rows) known.add(nameOf({ environment, job_key }));
  }
  return known;
}

/** A failed job that no error names is a sum; one that is named is counted when asked, because it may yet succeed. */
export function addFailure(
  sums: RollupSums,
  { environment, job_key }: Pick<ChangedJob, "environment" | "job_key">,
  atMs: number,
  sign: 1 | -1,
): void {
  if (job_key === "") sums.add("failure", atMs, { environment }, { failed: 1 }, {}, sign);
}

/** What differs from `fromMs` on, until an opening that is stored as one shows that the rest is right. */
async function walked(
  tx: Tx,
  job: ChangedJob,
  fromMs: number,
  changes: readonly number[],
): Promise<{ flips: Flips; settledMs: number }> {
  const flips: Flips = { opened: [], closed: [] };
  let openMs = await lastOpeningMs(tx, job, fromMs);
  for (let atMs = fromMs; ; ) {
    const page = await eventsFrom(tx, job, atMs);
    const lastMs = page.at(-1)?.at_ms ?? atMs;
    for (const event of page) {
      const opens = opensJob(event.at_ms, openMs, job.job_key);
      if (opens) openMs = event.at_ms;
      if (opens && event.opens === 1) {
        const next = changes.find((change) => change > event.at_ms) ?? Number.POSITIVE_INFINITY;
        if (next > lastMs) return { flips, settledMs: event.at_ms };
      } else if (opens) flips.opened.push(event);
      else if (event.opens === 1) flips.closed.push(event);
    }
    if (page.length < PAGE || openMs === null) return { flips, settledMs: Number.POSITIVE_INFINITY };
    // What follows in the same window opens nothing, however much it is: of it, only false openings matter.
    const read = new Set(page.map(({ id }) => id));
    const endMs = openMs + windowMsOf(job.job_key);
    const stale = await openingsWithin(tx, job, lastMs, endMs);
    flips.closed.push(...stale.filter(({ id }) => !read.has(id)));
    atMs = endMs + 1;
  }
}

const counted = (tx: Tx, { environment, job_key }: ChangedJob) =>
  tx
    .selectFrom("error_event")
    .where("environment", "=", environment)
    .where("job_key", "=", job_key)
    .where(({ eb }) => eb("counted", "=", eb.lit(1)));

const openingsOf = (tx: Tx, job: ChangedJob) =>
  counted(tx, job).where(({ eb }) => eb("opens", "=", eb.lit(1)));

async function lastOpeningMs(tx: Tx, job: ChangedJob, beforeMs: number): Promise<number | null> {
  const row = await openingsOf(tx, job)
    .select("at_ms")
    .where("at_ms", "<", beforeMs)
    .orderBy("at_ms", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.at_ms ?? null;
}

const eventsFrom = (tx: Tx, job: ChangedJob, fromMs: number): Promise<Event[]> =>
  counted(tx, job)
    .select(["id", "at_ms", "opens"])
    .where("at_ms", ">=", fromMs)
    .orderBy("at_ms")
    .orderBy("id")
    .limit(PAGE)
    .execute();

const openingsWithin = (tx: Tx, job: ChangedJob, fromMs: number, toMs: number): Promise<Event[]> =>
  openingsOf(tx, job)
    .select(["id", "at_ms", "opens"])
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<=", toMs)
    .execute();

const mark = (tx: Tx, events: readonly Event[], opens: 0 | 1): Promise<UpdateResult[]> =>
  inChunks(
    events.map(({ id }) => id),
    (piece) => tx.updateTable("error_event").set({ opens }).where("id", "in", piece).execute(),
  );
