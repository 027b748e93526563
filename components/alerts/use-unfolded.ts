"use client";

import { useRef, useState } from "react";

/** What a button unfolds. Closed, the focus goes back to the button, so that nobody is lost who came by keyboard. */
export function useUnfolded() {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return { open, button, toggle: () => setOpen(!open), close };
}
