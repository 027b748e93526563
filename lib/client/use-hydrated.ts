"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether this page is live: what is pressed before is the browser's alone. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
