"use client";

import { type ReactNode, useId } from "react";
import { useLacking } from "@/lib/client/use-me";
import type { Permission } from "@/lib/domain/access";

interface Lock {
  /** Whether what is pressed counts. */
  open: boolean;
  /** For every control behind it: it stays where it is and can be reached, and says why it does nothing. */
  attributes: { "aria-disabled"?: true; "aria-describedby"?: string };
  /** The reason, once beside them; null where they are open. */
  note: ReactNode;
  words: string | null;
}

/** What holds controls back from whoever may not use them. The server refuses them all the same. */
export function useLock(permission: Permission): Lock {
  const id = useId();
  const lacking = useLacking(permission);
  if (lacking === null) return { open: true, attributes: {}, note: null, words: null };
  return {
    open: false,
    words: lacking,
    attributes: { "aria-disabled": true, "aria-describedby": id },
    note: (
      <span id={id} className="text-small text-ink-3">
        {lacking}
      </span>
    ),
  };
}
