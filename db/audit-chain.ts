import type Database from "better-sqlite3";
import type { Selectable } from "kysely";
import { atOneMoment } from "./read-only";
import { BEFORE_FIRST, type ChainMark, eventHash, HEAD, markOf } from "./record/event";
import type { EventTable } from "./schema";

type EventRow = Selectable<EventTable>;

/** The first row that is not as it was appended. Of a row that is gone only its place is known. */
export interface ChainFault {
  id: number;
  atMs: number | null;
  action: string | null;
  /** What differs, in words. */
  what: string;
}

export interface ChainVerdict {
  /** How many rows were proved, from the first on. */
  rows: number;
  /** The last of them: whoever notes it elsewhere can tell later that the log still goes through it. */
  head: ChainMark;
  fault: ChainFault | null;
}

/**
 * Computes the hash chain of the event log anew, row by row, up to the first that does not fit.
 * Who rewrites everything from some row to the end, and the mark of the end too, stays unseen by the log itself.
 */
export const verifyChain = (file: string): Promise<ChainVerdict> => atOneMoment(file, verdictOf);

/** The same within a read that has begun. */
export function verdictOf(sqlite: Database.Database): ChainVerdict {
  const placeOf = placesIn(sqlite);
  const rows = sqlite.prepare<[], EventRow>("select * from event order by id").iterate();
  let proved = BEFORE_FIRST;
  let count = 0;
  let row = next(rows);
  while (row !== undefined) {
    const after = next(rows);
    const what = differs(proved, row, after, placeOf);
    if (what !== null) {
      rows.return?.();
      return { rows: count, head: proved, fault: faultAt(what.id ?? row.id, row, what.what) };
    }
    proved = { id: row.id, hash: row.hash };
    count += 1;
    row = after;
  }
  return { rows: count, head: proved, fault: endFault(sqlite, proved) };
}

function next(rows: IterableIterator<EventRow>): EventRow | undefined {
  const { done, value } = rows.next();
  return done ? undefined : value;
}

const faultAt = (id: number, row: EventRow, what: string): ChainFault =>
  id === row.id ? { id, atMs: row.at_ms, action: row.action, what } : { id, atMs: null, action: null, what };

/** Where the row with a hash stands: its id, 0 for what the first row follows, null for nowhere. */
type PlaceOf = (hash: string) => number | null;

function placesIn(sqlite: Database.Database): PlaceOf {
  const byHash = sqlite.prepare<[string], number>("select id from event where hash = ?").pluck();
  return (hash) => (hash === BEFORE_FIRST.hash ? 0 : (byHash.get(hash) ?? null));
}

interface Difference {
  /** Where it is not the row that was looked at. */
  id?: number;
  what: string;
}

/** What is wrong with a row that follows a proved one; a row that was rewritten with a hash of its own shows in the next. */
function differs(
  before: ChainMark,
  row: EventRow,
  after: EventRow | undefined,
  placeOf: PlaceOf,
): Difference | null {
  const made = eventHash(row);
  const whole = made === row.hash;
  if (row.previous_hash !== before.hash) return unlinked(before, row, whole, placeOf);
  if (!whole)
    return after?.previous_hash === made
      ? { what: "its hash was changed; its content is as it was" }
      : { what: "its content was changed: it does not give its hash" };
  if (row.id !== before.id + 1)
    return { what: `its number was changed: it was ${before.id + 1}, as its link to the row before says` };
  const linkedOn = after === undefined || after.previous_hash === row.hash;
  if (linkedOn || after.id !== row.id + 1 || eventHash(after) !== after.hash) return null;
  const origin = placeOf(after.previous_hash);
  if (origin === before.id) return { what: "it was put in: the row after it follows the one before it" };
  return origin === null
    ? { what: "its content was changed and its hash made anew, or a row right after it was taken out" }
    : null;
}

function unlinked(before: ChainMark, row: EventRow, whole: boolean, placeOf: PlaceOf): Difference {
  if (eventHash({ ...row, previous_hash: before.hash }) === row.hash)
    return { what: "its link to the row before was changed (previous_hash)" };
  const from = before.id + 1;
  if (row.id > from) return { id: from, what: missing(from, row.id - 1) };
  if (!whole) return { what: "its content and its link to the row before were changed" };
  const origin = placeOf(row.previous_hash);
  return origin === null
    ? { what: "it does not follow the row before it: that one was replaced, or one between was taken out" }
    : { what: `it stands in another place: it was written right after what is row ${origin} now` };
}

const missing = (from: number, to: number): string =>
  from === to ? "the row is missing" : `the rows ${from} to ${to} are missing`;

/** What the mark of the last row says against the last row. */
function endFault(sqlite: Database.Database, last: ChainMark): ChainFault | null {
  const at = (id: number, what: string): ChainFault => {
    const row = sqlite.prepare<[number], EventRow>("select * from event where id = ?").get(id);
    return { id, atMs: row?.at_ms ?? null, action: row?.action ?? null, what };
  };
  const marked = sqlite.prepare<[string], string>("select value from meta where key = ?").pluck().get(HEAD);
  const head = markOf(marked);
  if (head === null)
    return marks(sqlite) ? at(last.id, "the mark of the last row is gone (meta.event_head)") : null;
  if (head.id > last.id) return at(last.id + 1, `${missing(last.id + 1, head.id)} at the end`);
  if (head.id < last.id) return at(head.id + 1, "it was put in after the last row that was written");
  return head.hash === last.hash
    ? null
    : at(last.id, "it is the last row, and not the one that was written: its hash was made anew");
}

/** Whether this schema marks the last row already. */
const marks = (sqlite: Database.Database): boolean =>
  sqlite.prepare("select 1 from kysely_migration where name = '0005-event-head'").get() !== undefined;
