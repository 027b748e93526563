/** Leads to the sign-in, and from there back to here: the session has ended, or somebody has ended it. */
export function leadToSignIn(): void {
  const { pathname, search, hash } = window.location;
  window.location.assign(`/sign-in?next=${encodeURIComponent(`${pathname}${search}${hash}`)}`);
}

/**
 * Where a sign-in leads: a path of this server, and never an address that somebody put into a link.
 */
export function nextPath(wanted: string | null | undefined): string {
  const url = URL.parse(wanted ?? "/", "http://greenlight");
  if (url === null || url.host !== "greenlight" || !wanted?.startsWith("/")) return "/";
  return url.pathname.startsWith("/sign-in") ? "/" : `${url.pathname}${url.search}${url.hash}`;
}
