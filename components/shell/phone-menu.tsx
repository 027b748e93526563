"use client";

import { useRef } from "react";
import { PaletteButton } from "@/components/palette/palette-button";
import { NavLinks } from "./nav-links";
import { Who } from "./who";

/** The navigation of small screens. A native popover: Escape and a tap beside it close it, and it needs no script to open. */
export function PhoneMenu() {
  const menu = useRef<HTMLDivElement>(null);
  const close = () => menu.current?.hidePopover();
  return (
    <>
      <button type="button" popoverTarget="menu" className="control min-h-9">
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
          <path d="M1 3h12M1 7h12M1 11h12" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
        </svg>
        Menu
      </button>
      <div
        ref={menu}
        id="menu"
        popover="auto"
        className="fixed inset-x-3.5 top-14 bottom-auto m-0 w-auto rounded-card border border-line-strong bg-raised p-2 text-ink shadow-lg"
      >
        <div className="mb-2">
          <PaletteButton pressed={close} />
        </div>
        <nav aria-label="Pages">
          <NavLinks chosen={close} />
        </nav>
        <div className="mt-2 border-t border-line px-2.5 pt-2.5 pb-1 empty:hidden">
          <Who chosen={close} />
        </div>
      </div>
    </>
  );
}
