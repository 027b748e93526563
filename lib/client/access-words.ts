import type { Me, User } from "@/lib/contract/people";
import type { Permission, Role, Scope, Title } from "@/lib/domain/access";
import { moment } from "@/lib/domain/dates";

/** Who may do what, in words: the same on every page. */

export const ROLE_WORDS: Readonly<Record<Role, { name: string; may: string }>> = {
  viewer: { name: "Viewer", may: "sees every page but users and keys; changes nothing" },
  operator: { name: "Operator", may: "sees the same; shifts traffic, rolls back, labels" },
  admin: { name: "Administrator", may: "everything; users and keys, too" },
};

export const TITLE_WORDS: Readonly<Record<Title, { name: string; signs: string }>> = {
  stakeholder: { name: "Stakeholder", signs: "for what it is worth" },
  pm: { name: "PM", signs: "for its quality" },
  devops: { name: "DevOps", signs: "for its running" },
};

export const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  ingest: "pushes data, asks where a job belongs; reads nothing",
  read: "reads every figure, and /metrics",
  operate: "reads, shifts traffic, rolls back",
  admin: "everything, users and keys too",
};

export const titleNames = (titles: readonly Title[]): string =>
  titles.map((title) => TITLE_WORDS[title].name).join(", ");

const NEEDED: Readonly<Record<Permission, string>> = {
  open: "nothing",
  read: "an account",
  ingest: "a key with the scope ingest",
  operate: "the operator role",
  admin: "the administrator role",
};

/** What somebody lacks for what asks for a permission, as a sentence; null where nothing is lacking. */
export function lackingWords(
  { permissions, person }: Pick<Me, "permissions" | "person">,
  permission: Permission,
): string | null {
  if (permissions.includes(permission)) return null;
  return `Needs ${NEEDED[permission]}${person === null ? ": sign in" : ""}.`;
}

export interface Standing {
  sign: string;
  words: string;
  tone: "calm" | "warn";
}

/** Whether somebody can sign in, and if not, what is missing. */
export function standingOf(
  { disabled, has_password, invited_until }: Pick<User, "disabled" | "has_password" | "invited_until">,
  zone: string,
): Standing {
  if (disabled) return { sign: "–", words: "disabled", tone: "calm" };
  if (has_password) return { sign: "✓", words: "active", tone: "calm" };
  if (invited_until !== null)
    return { sign: "…", words: `invited until ${moment(invited_until, zone)}`, tone: "calm" };
  return { sign: "▲", words: "no password, and no link", tone: "warn" };
}
