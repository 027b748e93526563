"use client";

import { applyTheme, THEME_NAMES, THEMES, type Theme } from "@/lib/client/theme";
import { useTheme } from "@/lib/client/use-theme";

/** Follows the system until the visitor says otherwise. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const theme = useTheme(initial);
  return (
    <fieldset className="inline-flex rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">Colours</legend>
      {THEMES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === theme}
          onClick={() => applyTheme(one)}
          className="min-h-7 rounded-[6px] px-2 text-small text-ink-2 hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink"
        >
          {THEME_NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
