"use client";

import { useSyncExternalStore } from "react";
import { type Theme, themeOf } from "./theme";

function followTheme(changed: () => void): () => void {
  const watch = new MutationObserver(changed);
  watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => watch.disconnect();
}

const themeNow = (): Theme => themeOf(document.documentElement.dataset.theme);

/** The theme of this page, whoever changes it; `initial` is what the server painted. */
export const useTheme = (initial: Theme): Theme => useSyncExternalStore(followTheme, themeNow, () => initial);
