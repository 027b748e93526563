"use client";

import { useSyncExternalStore } from "react";

/** What the address points to on this page, without `#`; empty on the server and where it points to nothing. */
export const useHash = (): string => useSyncExternalStore(subscribe, current, () => "");

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

const current = (): string => window.location.hash.slice(1);
