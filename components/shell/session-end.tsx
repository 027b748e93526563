"use client";

import { useEffect } from "react";
import { leadToSignIn } from "@/lib/client/signed-out";
import { useMe } from "@/lib/client/use-me";

/** Leads to the sign-in as soon as it is heard that who looks may not look any more. */
export function SessionEnd() {
  const me = useMe();
  const ended = me !== undefined && !me.permissions.includes("read");
  useEffect(() => {
    if (ended) leadToSignIn();
  }, [ended]);
  return null;
}
