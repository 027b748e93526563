import { forgetPlaces } from "./palette-recent";

/** Why somebody stands before the sign-in who was in a moment ago. */
const REASONS = ["ended", "left", "password"] as const;

export type Reason = (typeof REASONS)[number];

export const reasonOf = (text: unknown): Reason | null => REASONS.find((reason) => reason === text) ?? null;

let reason: Reason = "ended";

/** Leads to the sign-in, which says why, and from there back to here; not whoever left by their own will. */
export function leadToSignIn(): void {
  const { pathname, search, hash } = window.location;
  const asked = new URLSearchParams({ why: reason });
  if (reason === "left") forgetPlaces();
  if (reason !== "left") asked.set("next", `${pathname}${search}${hash}`);
  window.location.assign(`/sign-in?${asked}`);
}

/**
 * Ends one's own session and leads to the sign-in. The stream may tell of the end before the answer does: whichever is
 * first, the sign-in says why.
 *
 * @throws what `act` throws; then nothing has ended
 */
export async function leaving(why: Reason, act: () => Promise<unknown>): Promise<void> {
  reason = why;
  try {
    await act();
  } catch (error) {
    reason = "ended";
    throw error;
  }
  leadToSignIn();
}

const HERE = "http://greenlight";

/** What is no page, or would lead in a circle. */
const NO_PAGE = /^\/(?:sign-in|welcome|api)(?:\/|$)/;

/** Where a sign-in leads: a page of this server, and never an address that somebody put into a link. */
export function nextPath(wanted: string | null | undefined): string {
  const url = wanted?.startsWith("/") ? URL.parse(wanted, HERE) : null;
  if (url === null || url.origin !== HERE) return "/";
  const { pathname, search, hash } = url;
  // `/.//evil` is a path of ours; written out as `//evil` it would be the address of another server.
  if (pathname.startsWith("//") || NO_PAGE.test(pathname)) return "/";
  return `${pathname}${search}${hash}`;
}
