"use client";

import { type Ref, useId, useState } from "react";

/** How many characters a password may have. */
export interface PasswordLength {
  min: number;
  max: number;
}

interface Props {
  label: string;
  name: string;
  autoComplete: "current-password" | "new-password";
  /** For a new one: what it has to be, said beforehand and followed while it is typed. */
  length?: PasswordLength;
  invalid?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** A password, which can be shown to whoever types it. */
export function PasswordField({ label, name, autoComplete, length, invalid = false, ref }: Props) {
  const id = useId();
  const [visible, setVisible] = useState(false);
  const [typed, setTyped] = useState(0);
  return (
    <div className="grid min-w-0 content-start gap-1">
      <label htmlFor={id} className="text-small text-ink-2">
        {label}
      </label>
      <div className="flex min-w-0 gap-2">
        <input
          ref={ref}
          id={id}
          name={name}
          type={visible ? "text" : "password"}
          autoComplete={autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={length?.min}
          aria-invalid={invalid}
          aria-describedby={length === undefined ? undefined : `${id}-rule`}
          onChange={({ target }) => setTyped(target.value.length)}
          className="field"
        />
        <button
          type="button"
          aria-pressed={visible}
          aria-controls={id}
          onClick={() => setVisible(!visible)}
          className="control w-16 shrink-0 justify-center"
        >
          {visible ? "Hide" : "Show"}
          <span className="sr-only"> {label.toLowerCase()}</span>
        </button>
      </div>
      {length && (
        <p id={`${id}-rule`} className="text-small text-ink-3">
          {ruleWords(typed, length)}
        </p>
      )}
    </div>
  );
}

/** What a new password has to be, from what is typed of it so far. */
export function ruleWords(typed: number, { min, max }: PasswordLength): string {
  const rule = `${min} to ${max} characters, not a common one.`;
  if (typed === 0) return rule;
  if (typed < min) return `${rule} ${min - typed} more.`;
  if (typed > max) return `${rule} ${typed - max} too many.`;
  return "✓ Long enough, if it is not a common one.";
}
