import { contribute, type Sink, type UsageKey } from "@/lib/domain/contribution";
import {
  NO_QUALITY,
  NO_RUNS,
  NO_USAGE,
  type QualityFacts,
  type RunFacts,
  type UsageFacts,
} from "@/lib/domain/facts";
import type { Bucket, Calendar } from "@/lib/domain/time";
import type { Unit } from "@/lib/domain/unit";

export const BUCKETS = ["hour", "day"] as const satisfies readonly Bucket[];

interface FamilyShape {
  /** Beside the start of the bucket. */
  keys: readonly string[];
  /** Sums, which come down again where a record is taken back. */
  sums: Readonly<Record<string, number>>;
  /** Largest values, which never come down: their records are never taken back. */
  peaks: readonly string[];
}

/** The rollup tables: each exists once per bucket, as `<family>_hour` and `<family>_day`. */
const FAMILIES = {
  usage: { keys: ["environment", "provider", "model", "agent"], sums: { ...NO_USAGE }, peaks: [] },
  run: { keys: ["environment"], sums: { ...NO_RUNS }, peaks: [] },
  article_time: { keys: ["environment", "bin"], sums: { count: 0 }, peaks: [] },
  health: {
    keys: ["component", "environment"],
    sums: { results: 0, up_ms: 0, degraded_ms: 0, down_ms: 0 },
    peaks: [],
  },
  latency: { keys: ["environment", "name", "bin"], sums: { count: 0 }, peaks: ["max_us"] },
  resource: {
    keys: ["environment"],
    sums: { memory_samples: 0, memory_bytes: 0, cpu_samples: 0, cpu_milli: 0 },
    peaks: ["memory_max", "cpu_milli_max"],
  },
  error: { keys: ["environment", "class", "kind", "fingerprint"], sums: { count: 0 }, peaks: [] },
  failure: { keys: ["environment"], sums: { failed: 0 }, peaks: [] },
  quality: { keys: ["environment"], sums: { ...NO_QUALITY }, peaks: [] },
} as const satisfies Readonly<Record<string, FamilyShape>>;

export type Family = keyof typeof FAMILIES;
export type RollupTable = `${Family}_${Bucket}`;
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];

/** A family's columns. */
export const shapeOf = (family: Family): FamilyShape => FAMILIES[family];

/** A row as it is stored: the columns of its key, the sums and the peaks. */
export type RollupRow = Record<string, string | number>;

/** Rows by the start of their bucket, then by the rest of their key. */
type Starts = Map<number, Map<string, RollupRow>>;

/** Sums of all rollups in memory. What is added may be negative: so a change takes back what was before it. */
export class RollupSums implements Sink {
  readonly #tables = new Map<RollupTable, Starts>();
  readonly #calendar: Calendar;
  #sign: 1 | -1 = 1;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
  }

  addUnits(units: Iterable<Unit>, sign: 1 | -1): void {
    this.#sign = sign;
    for (const unit of units) contribute(unit, this);
  }

  usage(atMs: number, key: UsageKey, facts: Partial<UsageFacts>): void {
    this.add("usage", atMs, { ...key }, facts, {}, this.#sign);
  }

  runs(atMs: number, environment: string, facts: Partial<RunFacts>): void {
    this.add("run", atMs, { environment }, facts, {}, this.#sign);
  }

  quality(atMs: number, environment: string, facts: Partial<QualityFacts>): void {
    this.add("quality", atMs, { environment }, facts, {}, this.#sign);
  }

  articleTime(atMs: number, environment: string, bin: number): void {
    this.add("article_time", atMs, { environment, bin }, { count: 1 }, {}, this.#sign);
  }

  /** Adds facts (and largest values) of one moment to its hour and its day. */
  add(
    family: Family,
    atMs: number,
    key: Readonly<Record<string, string | number>>,
    facts: Readonly<Record<string, number>>,
    peaks: Readonly<Record<string, number>> = {},
    sign: 1 | -1 = 1,
  ): void {
    const shape = shapeOf(family);
    const name = shape.keys.map((column) => key[column]).join("\0");
    for (const bucket of BUCKETS) {
      const start_ms = this.#calendar.floorMs(atMs, bucket);
      const rows = this.#rows(`${family}_${bucket}`, start_ms);
      let row = rows.get(name);
      if (row === undefined) {
        row = { start_ms, ...key, ...shape.sums };
        for (const peak of shape.peaks) row[peak] = 0;
        rows.set(name, row);
      }
      for (const field in facts) row[field] = Number(row[field]) + sign * (facts[field] ?? 0);
      for (const field in peaks) row[field] = Math.max(Number(row[field]), peaks[field] ?? 0);
    }
  }

  /** Adds a stretch of time, in milliseconds, to the hours and days that it lies in. */
  addSpan(
    family: Family,
    { fromMs, toMs }: { fromMs: number; toMs: number },
    key: Readonly<Record<string, string>>,
    field: string,
    sign: 1 | -1,
  ): void {
    for (let at = fromMs; at < toMs; ) {
      // Most lie within one hour; finding the next one takes much longer than seeing that.
      const whole = this.#calendar.floorMs(at, "hour") === this.#calendar.floorMs(toMs - 1, "hour");
      const end = whole ? toMs : Math.min(toMs, this.#calendar.nextMs(at, "hour"));
      this.add(family, at, key, { [field]: end - at }, {}, sign);
      at = end;
    }
  }

  /** The rows of a table that came to something. */
  rowsOf(table: RollupTable): RollupRow[] {
    const family = FAMILY_NAMES.find((name) => BUCKETS.some((bucket) => table === `${name}_${bucket}`));
    const fields = family === undefined ? [] : Object.keys(shapeOf(family).sums);
    const rows = [...(this.#tables.get(table)?.values() ?? [])].flatMap((starts) => [...starts.values()]);
    return rows.filter((row) => fields.some((field) => row[field] !== 0));
  }

  #rows(table: RollupTable, startMs: number): Map<string, RollupRow> {
    const starts = this.#tables.get(table) ?? new Map<number, Map<string, RollupRow>>();
    this.#tables.set(table, starts);
    const rows = starts.get(startMs) ?? new Map<string, RollupRow>();
    starts.set(startMs, rows);
    return rows;
  }
}
