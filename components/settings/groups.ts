import type { Config } from "@/lib/contract/config";
import type { SettingsReply } from "@/lib/contract/settings";

export type Value = SettingsReply["values"][number];

export interface Group {
  title: string;
  /** What the section is about, in a few words. */
  meaning: string;
  values: (Value & { name: string })[];
}

const SECTIONS: Readonly<Record<keyof Config, string>> = {
  timezone: "where days begin",
  sources: "files that are watched",
  articles: "whose executions are articles",
  benchmarks: "human work, where a record does not say",
  free_models: "whose cost of 0 is true",
  environments: "where blue and green are",
  probes: "what is asked for its health",
  resources: "whose memory and CPU are sampled",
  traffic: "what splits it",
  flags: "before anyone switched them",
  rules: "changes to the default alerts",
  releases: "what is there before one starts",
  smoke: "who writes its test articles",
  budget: "of a calendar month",
  notify: "who is told",
  digest: "when the week is told",
  access: "who may look without signing in",
  backup: "copies of the database",
  metrics: "who may read /metrics",
};
const MEANINGS: ReadonlyMap<string, string> = new Map(Object.entries(SECTIONS));

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
const VARIABLES = "Environment variables";

const sectionOf = (path: string): string =>
  VARIABLE.test(path) ? VARIABLES : (path.match(/^[^.[]+/)?.[0] ?? path);

/** `hours.writer_agent` within `benchmarks`; the whole where it is all there is. */
const within = (path: string, section: string): string =>
  path === section || section === VARIABLES ? path : path.slice(section.length).replace(/^\./, "");

const ORDER = [...MEANINGS.keys(), VARIABLES];

const placeOf = (section: string): number =>
  ORDER.includes(section) ? ORDER.indexOf(section) : ORDER.length;

/** The settings by section, as the file's documentation orders them; `set` leaves out what is as it comes. */
export function groupsOf(values: readonly Value[], only: "all" | "set"): Group[] {
  const shown = values.filter(({ origin }) => only === "all" || origin !== "default");
  const groups = [...Map.groupBy(shown, ({ path }) => sectionOf(path))];
  return groups
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .map(([section, mine]) => ({
      title: section,
      meaning: section === VARIABLES ? "read at the start only" : (MEANINGS.get(section) ?? ""),
      values: mine.map((value) => ({ ...value, name: within(value.path, section) })),
    }));
}

const nameOfFile = (file: string | null): string => file?.split(/[\\/]/).at(-1) ?? "file";

/** Where a value comes from: `default`, `greenlight.yaml:12`, or the variable that decided it. */
export function originOf({ path, origin, line }: Value, file: string | null): string {
  if (origin === "default") return "default";
  if (origin === "file") return `${nameOfFile(file)}${line === null ? "" : `:${line}`}`;
  if (VARIABLE.test(path)) return "environment";
  return sectionOf(path) === "sources" ? "GREENLIGHT_SOURCES" : "GREENLIGHT_DEMO";
}
