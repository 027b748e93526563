"use client";

import { useRef, useState } from "react";

interface Props {
  text: string;
  /** What it is, for the button, where there are several of them. */
  what?: string;
  /** Whether its lines are broken where they are too long: of prose, not of commands. */
  wrapped?: boolean;
}

/** A command to take along. */
export function CopyLine({ text, what, wrapped = false }: Props) {
  const line = useRef<HTMLElement>(null);
  const [said, setSaid] = useState("Copy");
  const copy = async () => {
    setSaid((await copied(text, line.current)) ? "Copied" : "Selected");
    setTimeout(() => setSaid("Copy"), 2000);
  };
  return (
    <div className="flex w-full min-w-0 items-start gap-2 max-sm:flex-col">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className={`w-full min-w-0 overflow-x-auto sm:w-auto sm:flex-1 rounded-control bg-sunken px-3 py-2 text-small text-ink ${wrapped ? "font-sans whitespace-pre-wrap wrap-anywhere" : "font-mono"}`}
      >
        <code ref={line} className={wrapped ? "font-sans" : ""}>
          {text}
        </code>
      </pre>
      <button type="button" onClick={copy} className="control no-print">
        <span aria-live="polite">{said}</span>
        {what !== undefined && <span className="sr-only"> {what}</span>}
      </button>
    </div>
  );
}

/** Whether it could be copied. Without TLS a browser gives no clipboard: then it is selected, for the keyboard's copy. */
async function copied(text: string, line: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (line !== null) getSelection()?.selectAllChildren(line);
    return false;
  }
}
