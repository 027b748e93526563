import { weight } from "@/lib/client/traffic-words";
import type { AuditEvent } from "@/lib/contract/audit";
import { CHANGE_KINDS, type ChangeKind } from "@/lib/domain/traffic";
import { ACTION_NAMES } from "./action-names";
import { shown } from "./shown-text";

type Told = Pick<AuditEvent, "action" | "before" | "after">;

const ENDINGS: ReadonlyMap<string, string> = new Map([
  ["intended", "wanted"],
  ["confirmed", "confirmed"],
  ["failed", "failed"],
]);

/** What happened, in plain words; an action that is not known here as it is. */
export function eventWords(event: Told): string {
  const words = ACTION_NAMES.get(event.action);
  if (words !== undefined) return words;
  const [area, kind, end = "", ...more] = event.action.split(".");
  const ending = ENDINGS.get(end);
  const change = CHANGE_KINDS.find((one) => one === kind);
  if (area !== "traffic" || change === undefined || ending === undefined || more.length > 0)
    return shown(event.action);
  return `Traffic: ${changeWords(change, wantedGreen(event, end))} ${ending}`;
}

/** What was wanted: once a change has failed, that is what stood before. */
const wantedGreen = ({ before, after }: Told, end: string): number | null =>
  greenOf(end === "failed" ? before : after);

function changeWords(kind: ChangeKind, green: number | null): string {
  const share = green === null ? "" : ` to ${weight(green)} green`;
  switch (kind) {
    case "shift":
      return `shift${share}`;
    case "rollback":
      return `rollback${green === 100 ? " to green" : green === 0 ? " to blue" : share}`;
    case "undo":
      return `undo of a rollback${share}`;
    case "external":
      return `edit from outside${share}`;
    case "reconcile":
      return `correction${share}`;
  }
}

/** Green's percent as an event of the traffic tells it. */
export function greenOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("green" in value)) return null;
  const { green } = value;
  return typeof green === "number" && green >= 0 && green <= 100 ? green : null;
}

const GROUPS: ReadonlyMap<string, string> = new Map([
  ["traffic", "Traffic"],
  ["rollback", "Rollback reports"],
  ["alert", "Alerts"],
  ["silence", "Silences"],
  ["automation", "Automatic actions"],
  ["flag", "Flags"],
  ["config", "Settings"],
  ["rollups", "Figures"],
  ["backup", "Backups"],
  ["database", "Database"],
  ["release", "Releases"],
  ["access", "Access"],
  ["notifications", "Notifications"],
  ["flags", "Flag file"],
]);

/** What an action belongs to: `traffic` of `traffic.shift.intended`. */
export const groupOf = (action: string): string => action.split(".")[0] ?? action;

export const groupName = (group: string): string => GROUPS.get(group) ?? shown(group);

/** A release by its version, where an event is about one: `release ID VERSION`. */
export function releaseOf(subject: string): { id: string; version: string } | null {
  const [, id, version] = /^release (\S+) (.+)$/s.exec(subject) ?? [];
  return id === undefined || version === undefined ? null : { id, version };
}
