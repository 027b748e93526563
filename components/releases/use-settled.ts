"use client";

import { useEffect, useState } from "react";

/** A value once it has not changed for a while: what is typed is asked about when somebody pauses. */
export function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
