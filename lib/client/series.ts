import type { UsageReply, UsageRow } from "@/lib/contract/usage";
import { gathered, type Slot } from "./buckets";

/** More series than this cannot be told apart; the rest are added up. */
export const SERIES_MAX = 7;
export const OTHER = "Other";

export type UsageFigure = "total_tokens" | "input_tokens" | "output_tokens" | "cost_usd" | "calls";

/** A chart's rows: per slot one value for each series, null where nothing is known of it. */
export interface Stacked {
  /** Largest first; `OTHER`, where there is one, last. */
  keys: string[];
  slots: Slot[];
  /** One row a slot, one value a key. */
  values: (number | null)[][];
  /** Of each key over the whole period. */
  totals: (number | null)[];
}

/** Tokens that no call reported are unknown, also where there was no call to report them. */
const figureOf = (row: UsageRow, figure: UsageFigure): number | null =>
  figure.endsWith("tokens") && row.reported_calls === 0 ? null : row[figure];

/** Usage per slot and key. At most seven series, the last adds up the rest; what is unknown throughout is none. */
export function stacked(reply: UsageReply, figure: UsageFigure): Stacked {
  const ranked = reply.totals
    .map((row) => ({ key: row.key, value: figureOf(row, figure) }))
    .filter(({ value }) => value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    .map(({ key }) => key);
  // A key that happens to be called Other goes with the rest: two series of one name would both be drawn as both.
  const named = ranked.filter((key) => key !== OTHER).slice(0, SERIES_MAX - 1);
  const kept = new Set(ranked.length <= SERIES_MAX ? ranked : named);
  const keys = ranked.length <= SERIES_MAX ? ranked : [...kept, OTHER];
  const slots = gathered(reply, reply.series);
  const of = (rows: readonly UsageRow[]) =>
    keys.map((key) =>
      added(
        rows
          .filter((row) => (kept.has(row.key) ? row.key : OTHER) === key)
          .map((row) => figureOf(row, figure)),
      ),
    );
  return {
    keys,
    slots: slots.map(({ slot }) => slot),
    values: slots.map(({ rows }) => of(rows)),
    totals: of(reply.totals),
  };
}

/** The sum of what is known; null where nothing is. */
export function added(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
