import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import type { RangeName } from "@/lib/domain/range";

export const PRESETS = ["24h", "7d", "30d", "90d", "all"] as const satisfies readonly RangeName[];

export type Preset = (typeof PRESETS)[number];

/** What an address can name: beside these the calendar month, which reports are made of. */
const NAMED = [...PRESETS, "month"] as const satisfies readonly RangeName[];

export type NamedRange = (typeof NAMED)[number];

/** What a reading endpoint is asked: a named range or bounds, and an environment. */
export interface RangeParameters {
  range?: RangeName;
  from?: string;
  to?: string;
  environment?: Environment;
}

/** The state of a view, as its address says it. Null range: none was named, so the server chooses. */
export interface View {
  range: NamedRange | null;
  from: string | null;
  /** Not included, as everywhere in the API. */
  to: string | null;
  environment: Environment | null;
  compare: boolean;
  /** Whose acts are shown. */
  actor: string | null;
  /** What a page groups by, and how its table is sorted: `cost_usd` or `-cost_usd`. The page checks them. */
  by: string | null;
  sort: string | null;
  /** What a list is narrowed to, as it was typed. */
  q: string | null;
  /** What of a page is unfolded. The page checks it. */
  open: string | null;
}

export type ViewChange = Partial<View>;

const MOMENT = /^20\d{2}-\d{2}-\d{2}(?:[T ][\d:.]{5,12}(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Reads a view from an address. What is not understood is as if it were not there: a link never breaks a page. */
export function viewOf(read: (name: string) => string | null): View {
  const range = oneOf(NAMED, read("range"));
  const bounds = boundsOf(read("from"), read("to"));
  return {
    range: bounds.from === null && bounds.to === null ? range : null,
    ...bounds,
    environment: oneOf(ENVIRONMENTS, read("environment")),
    compare: read("compare") !== "off",
    actor: read("actor"),
    by: read("by"),
    sort: read("sort"),
    q: read("q"),
    open: read("open"),
  };
}

/** As `viewOf`, from what Next hands to a page. */
export const viewOfPage = (search: Readonly<Record<string, string | string[] | undefined>>): View =>
  viewOf((name) => {
    const value = search[name];
    return (Array.isArray(value) ? value[0] : value) ?? null;
  });

/** The query of a view's address, with what is as usual left out: `?range=7d`, or nothing. */
export function searchOf({ compare, ...view }: View): string {
  const { range, from, to, environment, actor, by, sort, q, open } = view;
  const search = new URLSearchParams();
  const named = { range, from, to, environment, compare: compare ? null : "off", by, actor, sort, q, open };
  for (const [name, value] of Object.entries(named)) if (value !== null) search.set(name, value);
  return search.size === 0 ? "" : `?${search}`;
}

/** The same view with a change. A named range drops bounds, and bounds drop the name. */
export function changed(view: View, change: ViewChange): View {
  const next = { ...view, ...change };
  if (change.range !== undefined && change.range !== null) return { ...next, from: null, to: null };
  if (change.from !== undefined || change.to !== undefined) return { ...next, range: null };
  return next;
}

/** What of a view goes along to another page: the time and the environment, nothing that is the page's own. */
export const carried = (view: View): View => ({
  ...view,
  actor: null,
  by: null,
  sort: null,
  q: null,
  open: null,
});

/** What the endpoints are asked for a view. */
export function rangeOf({ range, from, to, environment }: View): RangeParameters {
  const where = environment === null ? {} : { environment };
  if (from === null && to === null) return { range: range ?? "auto", ...where };
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }), ...where };
}

function boundsOf(from: string | null, to: string | null): Pick<View, "from" | "to"> {
  const none = { from: null, to: null };
  const usable = [from, to].every((text) => text === null || (MOMENT.test(text) && isDate(text)));
  if (!usable) return none;
  if (from !== null && (to === null ? Date.parse(from) >= Date.now() : Date.parse(from) >= Date.parse(to)))
    return none;
  return { from, to };
}

/** Refuses 31 February, which a browser would move to March. */
const isDate = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
};

const oneOf = <T extends string>(allowed: readonly T[], text: string | null): T | null =>
  allowed.find((one) => one === text) ?? null;
