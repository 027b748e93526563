"use client";

import { useEffect, useState } from "react";
import { serverNowMs } from "./server-clock";

/**
 * The server's time, renewed every so often, or that of another clock; null until the page is live, so that server and
 * browser agree.
 */
export function useNow(everyMs: number, clockMs: () => number = serverNowMs): number | null {
  const [nowMs, setNowMs] = useState<number | null>(null);
  useEffect(() => {
    setNowMs(clockMs());
    const timer = setInterval(() => setNowMs(clockMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, clockMs]);
  return nowMs;
}
