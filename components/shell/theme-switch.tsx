"use client";

import { useState } from "react";
import { applyTheme, THEMES, type Theme } from "@/lib/client/theme";

const NAMES: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" };

/** Follows the system until the visitor says otherwise. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (chosen: Theme) => {
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <fieldset className="inline-flex rounded-control border border-line bg-surface p-0.5">
      <legend className="sr-only">Colours</legend>
      {THEMES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === theme}
          onClick={() => choose(one)}
          className="min-h-7 rounded-[6px] px-2 text-small text-ink-2 hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink"
        >
          {NAMES[one]}
        </button>
      ))}
    </fieldset>
  );
}
