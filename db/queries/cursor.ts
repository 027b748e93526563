import { Problem } from "@/lib/domain/problem";

/** Where a page ended: newest first by moment, then by identity, so that equal moments lose nothing. */
export interface Cursor {
  atMs: number;
  identity: string;
}

const cursorText = ({ atMs, identity }: Cursor): string => `${atMs}.${identity}`;

/** The page of `limit` rows, of which one more was asked for, and the cursor of the page after it; null at the end. */
export function pageOf<Row extends { at_ms: number; identity: string }>(rows: readonly Row[], limit: number) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > page.length && last !== undefined;
  return { page, cursor: more ? cursorText({ atMs: last.at_ms, identity: last.identity }) : null };
}

/** @throws Problem where the text is no cursor of ours. */
export function cursorFrom(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [, atMs, identity] = /^(\d{1,15})\.([\w-]{1,40})$/.exec(text) ?? [];
  if (atMs === undefined || identity === undefined) throw noCursor(text);
  return { atMs: Number(atMs), identity };
}

/** Where a page ended of a list whose ids rise. @throws Problem where the text is no cursor of ours. */
export function idFrom(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,15}$/.test(text)) throw noCursor(text);
  return Number(text);
}

const noCursor = (text: string): Problem =>
  new Problem("bad-input", `cursor: found "${text.slice(0, 60)}", allowed is the cursor of an answer`);
