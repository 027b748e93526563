import type { AlertNote, NotificationKind } from "./alert-effect";
import { heldSection, runbookSection } from "./docs-links";
import type { Flag } from "./flag-automation";
import type { Phase, Release } from "./release";
import { clockWords } from "./release-words";
import type { Action, Rule } from "./rule";
import { PROBE_STATUS } from "./rule-metrics";
import { figure, percent } from "./words";

/** What can be told. `release`: a change of a release that has no word of its own. */
export const NOTIFICATION_KINDS = [
  "fired",
  "resolved",
  "renotified",
  "release_held",
  "release_rollback",
  "release_finished",
  "release",
  "alarm",
  "digest",
  "test",
] as const;

/** What a receiver can be told of. A test is told to everybody. */
export const TOLD = ["alerts", "releases", "digest"] as const;
export type Told = (typeof TOLD)[number];

/** A notification as people read it: one line, and plain text that begins with it. */
export interface Words {
  title: string;
  text: string;
}

/** One alert of a notification. */
export interface ToldAlert {
  note: AlertNote;
  /** Null where the rule is gone. */
  op: Rule["op"] | null;
  /** When it fired. */
  sinceMs: number | null;
  /** What was done by itself, or why nothing was. */
  done: string;
}

const TITLE_MAX = 200;
const SAID_MAX = 1000;

/**
 * Foreign text on one line. Control characters could forge lines and headers; angle brackets and some words after an
 * `@` make links and call whole rooms in the chats that `text` is shown in.
 */
export const plain = (text: string, most = SAID_MAX): string =>
  clipped(
    text
      .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
      .replaceAll("<", "‹")
      .replaceAll(">", "›")
      .replaceAll(/@(?=(?:here|channel|all|everyone|group)\b)/gi, "＠")
      .trim(),
    most,
  );

/** Cut between characters, not within one. */
const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

/** A title on one line, and under it what there is to say. */
export const titled = (title: string, lines: readonly string[]): Words => {
  const line = plain(title, TITLE_MAX);
  return { title: line, text: [line, "", ...lines].join("\n") };
};

const VERBS: Record<NotificationKind, string> = {
  fired: "fires",
  renotified: "still fires",
  resolved: "is resolved",
};

/**
 * What one look found of one rule, as one notification: what, where, the figure with its samples and threshold, since
 * when, what was done by itself, and where to look.
 */
export function alertWords(
  kind: NotificationKind,
  alerts: readonly ToldAlert[],
  { link, runbook }: { link: string; runbook: string },
): Words {
  const [first] = alerts;
  if (first === undefined) throw new RangeError("nothing to tell");
  const { rule, severity, said } = first.note;
  const places = alerts.flatMap(({ note }) => note.environment ?? []).join(" and ");
  const head = `[${kind === "resolved" ? "resolved" : severity}] ${rule} ${VERBS[kind]}${places === "" ? "" : ` on ${places}`}`;
  const title = alerts.length === 1 && said !== "" ? `${head}: ${said}` : head;
  const blocks = alerts.flatMap((alert) => [...alertLines(kind, alert, alerts.length > 1), ""]);
  return titled(title, [...blocks, `Look: ${link}`, `What to do: ${runbook}`]);
}

function alertLines(
  kind: NotificationKind,
  { note, op, sinceMs, done }: ToldAlert,
  named: boolean,
): string[] {
  const { environment, said, atMs, severity } = note;
  const where = named ? `${environment ?? "no environment in particular"}: ` : "";
  const lasted = sinceMs === null ? "" : clockWords(Math.max(0, atMs - sinceMs));
  const since = sinceMs === null ? "not known" : moment(sinceMs);
  return [
    `${where}${said === "" ? "nothing is measured" : plain(said)}`,
    `Figure: ${figureLine(note, op)}`,
    kind === "resolved"
      ? `Fired: ${since}; resolved ${moment(atMs)}${lasted === "" ? "" : `, after ${lasted}`}`
      : `Since: ${since}${kind === "renotified" ? `, for ${lasted}` : ""}`,
    `Severity: ${severity}`,
    `Done by itself: ${plain(done)}`,
  ];
}

const OPERATORS: Record<Rule["op"], string> = {
  ">": "above",
  ">=": "at or above",
  "<": "below",
  "<=": "at or below",
};

function figureLine({ metric, value, n, threshold }: AlertNote, op: Rule["op"] | null): string {
  const now = value === null ? "not known" : inUnit(metric, value);
  const limit = op === null ? "its rule is gone" : `fires ${OPERATORS[op]} ${inUnit(metric, threshold)}`;
  return `${metric} ${now}, n = ${n}; ${limit}`;
}

const STATES: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(PROBE_STATUS).map(([state, value]) => [value, state]),
);

/** A figure in the unit of its metric, as people write it. */
function inUnit(metric: string, value: number): string {
  if (metric === "probe_status") return STATES[value] ?? figure(value);
  if (metric.endsWith("_rate") || metric.endsWith("_share")) return percent(value);
  if (metric.includes("_usd")) return `$${figure(value)}`;
  if (metric.includes("_ms")) return `${figure(value)} ms`;
  if (metric.includes("_time_s")) return `${figure(value)} s`;
  if (metric.endsWith("_bytes")) return `${figure(value / 1e9)} GB`;
  if (metric.endsWith("_ratio") || metric.endsWith("_multiplier")) return `${figure(value)} ×`;
  return figure(value);
}

/** "2026-11-23 12:00:05 UTC" */
const moment = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** What is known of an alert's action once its look is over. */
export interface Deed {
  /** Null where the rule is gone. */
  action: Action | null;
  /** Whether it was begun in this firing, now or before. */
  acted: boolean;
  /** Why it was not, where it is due. */
  withheld: string | null;
  /** As it stands after the look; null where the action is about none, or it is not known. */
  flag: Pick<Flag, "enabled" | "postponed"> | null;
}

/** What an alert did by itself, or why it did nothing. */
export function doneWords(kind: NotificationKind, { action, acted, withheld, flag }: Deed): string {
  if (action === null) return "nothing, its rule is no longer in force";
  if (action.kind === "none" || action.kind === "notify") return "nothing, this rule only tells";
  if (action.kind === "set_flag") return flagWords(kind, action, { acted, withheld, flag });
  if (kind === "resolved") return acted ? `${REQUESTS[action.kind]} when it fired` : "nothing";
  if (acted) return REQUESTS[action.kind];
  return withheld === null ? "nothing yet" : `nothing: ${withheld}`;
}

const REQUESTS = {
  review: "the release on trial was asked to wait until somebody has looked",
  hold: "the release on trial was asked to wait",
  rollback: "the release on trial was asked to go back",
} as const;

function flagWords(
  kind: NotificationKind,
  { flag: name, enabled }: Extract<Action, { kind: "set_flag" }>,
  { acted, withheld, flag }: Omit<Deed, "action">,
): string {
  const word = (on: boolean) => (on ? "on" : "off");
  const waits = flag?.postponed == null ? "" : `, because it waits: ${flag.postponed}`;
  if (kind === "resolved") {
    if (!acted || flag === null) return "nothing";
    return flag.enabled === enabled
      ? `the flag ${name} stays ${word(enabled)}${waits}`
      : `the flag ${name} is ${word(!enabled)} again`;
  }
  if (!acted) return withheld === null ? "nothing yet" : `nothing: ${withheld}`;
  if (flag !== null && flag.enabled !== enabled)
    return `nothing yet: the flag ${name} is still ${word(!enabled)}${waits}`;
  return `the flag ${name} was switched ${word(enabled)}`;
}

type ReleaseKind = "release_held" | "release_rollback" | "release_finished" | "release" | "alarm";

const RELEASE_KINDS: Partial<Record<Phase["name"], ReleaseKind>> = {
  held: "release_held",
  rolling_back: "release_rollback",
  completed: "release_finished",
};

/** What kind of notification a release's is, by the phase that it is in by then. */
export const releaseKind = (about: "release" | "alarm", phase: Phase["name"]): ReleaseKind =>
  about === "alarm" ? "alarm" : (RELEASE_KINDS[phase] ?? "release");

const CHANGES: Record<ReleaseKind, { head: string; runbook: string }> = {
  release_held: { head: "is held", runbook: "watch" },
  release_rollback: { head: "goes back by itself", runbook: "afterwards" },
  release_finished: { head: "is finished", runbook: "watch" },
  release: { head: "has changed", runbook: "watch" },
  alarm: { head: "needs somebody now", runbook: "roll-back" },
};

/** What a release tells: a hold, a rollback by itself, its end, or an alarm. `server` is the address that links begin with. */
export function releaseWords(
  about: "release" | "alarm",
  said: string,
  { plan, phase }: Pick<Release, "plan" | "phase">,
  { link, server, atMs }: { link: string; server: string; atMs: number },
): Words {
  const kind = releaseKind(about, phase.name);
  const { head, runbook } = CHANGES[kind];
  const section =
    kind === "release_held" && phase.name === "held" ? heldSection(phase.reason) : runbookSection(runbook);
  // A hold says of itself that it is one.
  const why = plain(said.replace(/^held: /, ""));
  const title = `[${about}] ${plan.version} on ${plan.environment} ${head}: ${why}`;
  return titled(title, [
    why,
    `When: ${moment(atMs)}`,
    "",
    `Look: ${link}`,
    `What to do: ${server}${section}`,
  ]);
}

/** What "send test" sends. */
export const testWords = (actor: string, { link, atMs }: { link: string; atMs: number }): Words =>
  titled("[test] Greenlight can reach you", [
    `${plain(actor, TITLE_MAX)} sent this test at ${moment(atMs)}. Nothing is wrong, and nothing is to be done.`,
    "",
    `Look: ${link}`,
  ]);
