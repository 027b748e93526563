"use client";

import { useEffect, useRef } from "react";
import { useHydrated } from "./use-hydrated";

const isMac = (): boolean => /mac|iphone|ipad/i.test(navigator.platform);

/** ⌘K on a Mac, where Ctrl+K deletes the rest of a line; Ctrl+K elsewhere. */
export function isPaletteKey({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  const held = isMac() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  return held && !shiftKey && !altKey && (key.toLowerCase() === "k" || code === "KeyK");
}

/** Calls back when the palette's key is pressed, wherever one is. */
export function usePaletteKey(pressed: () => void): void {
  const latest = useRef(pressed);
  useEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      if (!event.repeat) latest.current();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
}

/** How this keyboard writes it. */
export const usePaletteKeyName = (): string => (useHydrated() && isMac() ? "⌘K" : "Ctrl K");
