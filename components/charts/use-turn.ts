"use client";

import { useEffect, useState } from "react";

/** How long a chart waits for the browser to have nothing else to do. */
const WAIT_MS = 100;

let last: Promise<void> = Promise.resolve();

/** Resolves when the browser has time, or soon all the same. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    // Safari has no such thing.
    if (typeof requestIdleCallback === "undefined") setTimeout(resolve, 0);
    else requestIdleCallback(() => resolve(), { timeout: WAIT_MS });
  });

/**
 * Whether it is this chart's turn to be drawn. Charts take a while each: drawn one after the other, whatever is pressed in
 * between is answered.
 */
export function useTurn(): boolean {
  const [due, setDue] = useState(false);
  useEffect(() => {
    let wanted = true;
    last = last.then(async () => {
      if (!wanted) return;
      await idle();
      if (wanted) setDue(true);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return due;
}
