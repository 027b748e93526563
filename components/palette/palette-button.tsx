"use client";

import { Fault } from "@/components/access/fault";
import { usePaletteKeyName } from "@/lib/client/use-palette-key";
import { usePalette } from "./palette-provider";

/** Opens the palette, and shows with which key it opens. `pressed` runs before, for what has to close first. */
export function PaletteButton({ pressed }: { pressed?: () => void }) {
  const { open, failed } = usePalette();
  const keyName = usePaletteKeyName();
  const press = () => {
    pressed?.();
    open();
  };
  return (
    <>
      <button
        type="button"
        onClick={press}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        className="control w-full justify-between"
      >
        Search
        <span aria-hidden="true" className="text-ink-3 max-md:hidden">
          {keyName}
        </span>
      </button>
      <Fault words={failed ? "It could not be loaded. Try again." : null} />
    </>
  );
}
