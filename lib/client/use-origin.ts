"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Where this page was loaded from, for commands that are copied; the default address until the page is live. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "http://127.0.0.1:3000",
  );
