import { contribute, type Sink, type UsageKey } from "@/lib/domain/contribution";
import {
  NO_RUNS,
  NO_USAGE,
  RUN_FIELDS,
  type RunFacts,
  USAGE_FIELDS,
  type UsageFacts,
} from "@/lib/domain/facts";
import type { Bucket, Calendar } from "@/lib/domain/time";
import type { Unit } from "@/lib/domain/unit";

export const BUCKETS = ["hour", "day"] as const satisfies readonly Bucket[];

/** The rollup tables: each exists once per bucket, as `<family>_hour` and `<family>_day`. */
export const FAMILIES = {
  usage: { keys: ["start_ms", "environment", "provider", "model", "agent"], fields: USAGE_FIELDS },
  run: { keys: ["start_ms", "environment"], fields: RUN_FIELDS },
  article_time: { keys: ["start_ms", "environment", "bin"], fields: ["count"] },
} as const;

type Family = keyof typeof FAMILIES;
export type RollupTable = `${Family}_${Bucket}`;
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];

/** A row as it is stored: the columns of its key, and the sums. */
export type RollupRow = Record<string, string | number>;

/** Rows by the start of their bucket, then by the rest of their key. */
type Starts = Map<number, Map<string, RollupRow>>;

const ZEROS = { usage: NO_USAGE, run: NO_RUNS, article_time: { count: 0 } };

const noStarts = () => BUCKETS.map((bucket) => ({ bucket, starts: new Map() as Starts }));

/** Sums of all rollups in memory. What is added may be negative: so a change takes back what was before it. */
export class RollupSums implements Sink {
  readonly #families = { usage: noStarts(), run: noStarts(), article_time: noStarts() };
  readonly #calendar: Calendar;
  #sign: 1 | -1 = 1;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  add(units: Iterable<Unit>, sign: 1 | -1): void {
    this.#sign = sign;
    for (const unit of units) contribute(unit, this);
  }

  usage(atMs: number, key: UsageKey, facts: Partial<UsageFacts>): void {
    const name = `${key.environment}\0${key.provider}\0${key.model}\0${key.agent}`;
    this.#add("usage", atMs, name, key, facts);
  }

  runs(atMs: number, environment: string, facts: Partial<RunFacts>): void {
    this.#add("run", atMs, environment, { environment }, facts);
  }

  articleTime(atMs: number, environment: string, bin: number): void {
    this.#add("article_time", atMs, `${environment}\0${bin}`, { environment, bin }, { count: 1 });
  }

  /** The rows of a table that came to something. */
  rowsOf(table: RollupTable): RollupRow[] {
    return FAMILY_NAMES.flatMap((family) =>
      this.#families[family]
        .filter(({ bucket }) => table === `${family}_${bucket}`)
        .flatMap(({ starts }) => [...starts.values()].flatMap((rows) => [...rows.values()]))
        .filter((row) => FAMILIES[family].fields.some((field) => row[field] !== 0)),
    );
  }

  #add(
    family: Family,
    atMs: number,
    name: string,
    key: object,
    facts: Readonly<Record<string, number>>,
  ): void {
    for (const { bucket, starts } of this.#families[family]) {
      const start_ms = this.#calendar.floorMs(atMs, bucket);
      const rows = starts.get(start_ms) ?? new Map<string, RollupRow>();
      const row = rows.get(name) ?? { start_ms, ...key, ...ZEROS[family] };
      for (const field in facts) row[field] = Number(row[field]) + this.#sign * (facts[field] ?? 0);
      rows.set(name, row);
      starts.set(start_ms, rows);
    }
  }
}
