"use client";

import type { MouseEvent, ReactNode } from "react";
import { useView } from "@/lib/client/use-view";
import type { ViewChange } from "@/lib/client/view";

interface Props {
  change: ViewChange;
  current?: boolean;
  className?: string;
  title?: string;
  children: ReactNode;
}

/** A link to this view with a change. A plain click keeps the page, its scroll and its figures until the new ones are here. */
export function ViewLink({ change: wanted, current = false, children, ...rest }: Props) {
  const { href, change } = useView();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    change(wanted);
  };
  return (
    <a href={href(wanted)} onClick={follow} aria-current={current ? "true" : undefined} {...rest}>
      {children}
    </a>
  );
}
