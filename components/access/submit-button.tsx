"use client";

import type { ReactNode } from "react";
import { useHydrated } from "@/lib/client/use-hydrated";
import type { Sending } from "./use-command";

interface Props {
  state: Sending<never>["state"];
  /** What it says while the command is on its way. */
  busy: string;
  /** Whether something else comes in the place of this page when it is done. */
  leads?: boolean;
  className?: string;
  children: ReactNode;
}

/** Sends a form. Not before the page is live: the browser by itself would send it somewhere else. */
export function SubmitButton({ state, busy, leads = false, className = "", children }: Props) {
  const under = state === "busy" || (leads && state === "done");
  return (
    <button
      type="submit"
      disabled={!useHydrated()}
      aria-busy={under}
      className={`control control-main disabled:opacity-100 ${className}`}
    >
      {under ? busy : children}
    </button>
  );
}
