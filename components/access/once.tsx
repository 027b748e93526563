"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { CopyLine } from "@/components/copy-line";

interface Props {
  title: string;
  /** What is shown here and never again. */
  lines: readonly { text: string; what: string }[];
  /** What it is for, and how long it holds. */
  children: ReactNode;
  close: () => void;
}

/** A secret at the one moment at which it can be read. Who uses the keyboard is led to it. */
export function Once({ title, lines, children, close }: Props) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <section
      ref={place}
      tabIndex={-1}
      aria-label={title}
      className="grid min-w-0 gap-2.5 rounded-control border border-ink bg-raised p-3.5"
    >
      <h3 className="text-card">{title}</h3>
      <div className="text-small text-ink-2">{children}</div>
      {lines.map(({ text, what }) => (
        <CopyLine key={what} text={text} what={what} />
      ))}
      <div>
        <button type="button" onClick={close} className="control">
          I have it
        </button>
      </div>
    </section>
  );
}
