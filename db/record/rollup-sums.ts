import { contribute, type Sink, type Unit, type UsageKey } from "@/lib/domain/contribution";
import { RUN_FIELDS, type RunFacts, USAGE_FIELDS, type UsageFacts } from "@/lib/domain/facts";
import type { Bucket, Calendar } from "@/lib/domain/time";

export const BUCKETS = ["hour", "day"] as const satisfies readonly Bucket[];

/** The rollup tables: each exists once per bucket, as `<family>_hour` and `<family>_day`. */
export const FAMILIES = {
  usage: { keys: ["start_ms", "environment", "provider", "model", "agent"], fields: USAGE_FIELDS },
  run: { keys: ["start_ms", "environment"], fields: RUN_FIELDS },
  article_time: { keys: ["start_ms", "environment", "bin"], fields: ["count"] },
} as const;

export type Family = keyof typeof FAMILIES;
export const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];

export type RollupKey = readonly (string | number)[];
export interface RollupSum {
  key: RollupKey;
  sums: number[];
}

/** Sums of all rollups in memory. What is added may be negative: so a change takes back what was before it. */
export class RollupSums implements Sink {
  readonly rows = new Map<string, Map<string, RollupSum>>();
  readonly #calendar: Calendar;
  #sign: 1 | -1 = 1;

  constructor(calendar: Calendar) {
    this.#calendar = calendar;
    for (const family of FAMILY_NAMES)
      for (const bucket of BUCKETS) this.rows.set(`${family}_${bucket}`, new Map());
  }

  add(units: Iterable<Unit>, sign: 1 | -1): void {
    this.#sign = sign;
    for (const unit of units) contribute(unit, this);
  }

  usage(atMs: number, { environment, provider, model, agent }: UsageKey, facts: Partial<UsageFacts>): void {
    this.#add("usage", atMs, [environment, provider, model, agent], USAGE_FIELDS, facts);
  }

  runs(atMs: number, environment: string, facts: Partial<RunFacts>): void {
    this.#add("run", atMs, [environment], RUN_FIELDS, facts);
  }

  articleTime(atMs: number, environment: string, bin: number): void {
    this.#add("article_time", atMs, [environment, bin], ["count"], { count: 1 });
  }

  #add<F extends string>(
    family: Family,
    atMs: number,
    rest: RollupKey,
    fields: readonly F[],
    facts: Partial<Record<F, number>>,
  ): void {
    for (const bucket of BUCKETS) {
      const key = [this.#calendar.floorMs(atMs, bucket), ...rest];
      const rows = this.rows.get(`${family}_${bucket}`);
      const name = key.join("\0");
      const row = rows?.get(name) ?? { key, sums: fields.map(() => 0) };
      fields.forEach((field, index) => {
        row.sums[index] = (row.sums[index] ?? 0) + this.#sign * (facts[field] ?? 0);
      });
      rows?.set(name, row);
    }
  }
}
