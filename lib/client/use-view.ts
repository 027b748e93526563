"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { changed, searchOf, type View, type ViewChange, viewOf } from "./view";

export interface ViewState {
  view: View;
  /** The address of this view with a change. */
  href: (change: ViewChange) => string;
  /** Goes there without asking the server for a page: figures stay until the new ones are here. */
  change: (change: ViewChange) => void;
  /** As `change`, without a step in the history: for what changes with every key. */
  amend: (change: ViewChange) => void;
}

/** The state of the view, which lives in its address. */
export function useView(): ViewState {
  const search = useSearchParams();
  const path = usePathname();
  const view = useMemo(() => viewOf((name) => search.get(name)), [search]);
  const href = useCallback((change: ViewChange) => `${path}${searchOf(changed(view, change))}`, [path, view]);
  const change = useCallback(
    (wanted: ViewChange) => window.history.pushState(null, "", href(wanted)),
    [href],
  );
  const amend = useCallback(
    (wanted: ViewChange) => window.history.replaceState(null, "", href(wanted)),
    [href],
  );
  return { view, href, change, amend };
}
