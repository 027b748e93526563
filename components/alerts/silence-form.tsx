"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ruleTitle } from "@/lib/client/alert-words";
import { wordsOf } from "@/lib/client/commands";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { useAlertCommand } from "./use-alert-command";

interface Props {
  /** Those that can be chosen beside every rule. */
  rules: readonly string[];
  rule: string | null;
  environment: Environment | null;
  close: () => void;
}

const CHOICE =
  "min-h-8 max-w-full min-w-0 rounded-control border border-line-strong bg-surface px-2 text-ink";

const SPANS = [
  { minutes: 60, name: "1 h" },
  { minutes: 240, name: "4 h" },
  { minutes: 1440, name: "24 h" },
] as const;

/** For how long nobody is told of what, and why. */
export function SilenceForm({ rules, rule: first, environment: where, close }: Props) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [rule, setRule] = useState(first);
  const [environment, setEnvironment] = useState(where);
  const [minutes, setMinutes] = useState<number>(SPANS[0].minutes);
  const [reason, setReason] = useState("");
  const [actionsToo, setActionsToo] = useState(false);
  const [unsaid, setUnsaid] = useState(false);
  const silence = useAlertCommand();
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUnsaid(reason.trim() === "");
    if (reason.trim() === "") field.current?.focus();
    else if (!silence.isPending)
      silence.mutate(
        { path: "/api/silences", body: { rule, environment, minutes, reason, actions_too: actionsToo } },
        { onSuccess: close },
      );
  };
  const closeByKey = ({ key }: KeyboardEvent) => key === "Escape" && close();
  return (
    <form
      onSubmit={submit}
      onKeyDown={closeByKey}
      noValidate
      aria-label="Silence"
      className="no-print grid gap-2 rounded-card border border-ink bg-raised p-3.5 text-small"
    >
      <p className="max-w-[80ch] text-ink-2">
        Nobody is told of it until then. It still fires, and does what it does, and stands in the history.
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <select
          aria-label="Rule"
          value={rule ?? ""}
          onChange={({ target }) => setRule(target.value === "" ? null : target.value)}
          className={CHOICE}
        >
          <option value="">Every rule</option>
          {rules.map((name) => (
            <option key={name} value={name}>
              {ruleTitle(name)}
            </option>
          ))}
        </select>
        <select
          aria-label="Environment"
          value={environment ?? ""}
          onChange={({ target }) => setEnvironment(ENVIRONMENTS.find((one) => one === target.value) ?? null)}
          className={CHOICE}
        >
          <option value="">Everywhere</option>
          {ENVIRONMENTS.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">For how long</legend>
          {SPANS.map((span) => (
            <button
              key={span.minutes}
              type="button"
              aria-pressed={minutes === span.minutes}
              onClick={() => setMinutes(span.minutes)}
              className="control"
            >
              {span.name}
            </button>
          ))}
        </fieldset>
      </div>
      <label className="flex items-baseline gap-2">
        <input
          type="checkbox"
          checked={actionsToo}
          onChange={({ target }) => setActionsToo(target.checked)}
        />
        Keep its actions back, too
      </label>
      <label htmlFor={id}>Reason</label>
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
        <button type="submit" aria-busy={silence.isPending} className="control control-main">
          Silence it
        </button>
        <button type="button" onClick={close} className="control">
          Leave it as it is
        </button>
      </div>
      <p id={`${id}-said`} role="status" className="wrap-anywhere text-red empty:hidden">
        {unsaid
          ? "Say why first: it stands beside every alert that it covers."
          : silence.isError && wordsOf(silence.error)}
      </p>
    </form>
  );
}
