"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { VerbWords } from "@/lib/client/release-words";

interface Props {
  words: VerbWords;
  /** What speaks against it, or is still missing: read before it is done. */
  caution: string | null;
  busy: boolean;
  /** Why it came to nothing; empty where nothing failed. */
  failed: string;
  /** What is said where a reason is missing. */
  unsaid?: string;
  act: (reason: string) => void;
  close: () => void;
}

const UNSAID = "Say why first: it stands in the timeline beside it.";

/** Before something is asked of a release: what will happen, what is missing, and why it is done. */
export function VerbPanel({ words, caution, busy, failed, unsaid: asked = UNSAID, act, close }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [unsaid, setUnsaid] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const missing = words.needsReason === true && reason.trim() === "";
    setUnsaid(missing);
    if (missing) field.current?.focus();
    else if (!busy) act(reason.trim());
  };
  const closeByKey = ({ key }: KeyboardEvent) => {
    if (key === "Escape") close();
  };
  return (
    <form
      onSubmit={submit}
      onKeyDown={closeByKey}
      noValidate
      aria-label={words.name}
      className="no-print grid gap-2 rounded-card border border-ink bg-raised p-3.5 text-small"
    >
      <p className="text-card">{words.name}</p>
      <p className="max-w-[80ch] wrap-anywhere text-ink-2">{words.does}</p>
      {caution !== null && (
        <p className="max-w-[80ch] wrap-anywhere text-amber">
          <span aria-hidden="true">▲ </span>
          {caution}
        </p>
      )}
      <label htmlFor={id}>
        Reason {words.needsReason !== true && <span className="text-ink-3">if there is one</span>}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          value={reason}
          maxLength={500}
          aria-invalid={unsaid}
          aria-describedby={`${id}-said`}
          onChange={({ target }) => {
            setReason(target.value);
            setUnsaid(false);
          }}
          className="field min-w-0 flex-[1_1_12rem]"
        />
        <button type="submit" aria-busy={busy} className="control control-main">
          {words.name}
        </button>
        <button type="button" onClick={close} className="control">
          Leave it as it is
        </button>
      </div>
      <p id={`${id}-said`} role="status" className="wrap-anywhere text-red empty:hidden">
        {unsaid ? asked : failed}
      </p>
    </form>
  );
}
