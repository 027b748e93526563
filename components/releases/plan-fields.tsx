"use client";

import { type ReactNode, useId } from "react";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import type { GuardDraft, PlanDraft } from "@/lib/client/release-plan-form";
import { GUARD_NAMES, REQUIREMENT_WORDS } from "@/lib/client/release-words";
import { weight } from "@/lib/client/traffic-words";
import type { TrafficReply } from "@/lib/contract/traffic";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { REQUIREMENTS, type Requirement } from "@/lib/domain/requirement";
import { StepFields } from "./step-fields";

interface Props {
  draft: PlanDraft;
  amend: (more: Partial<PlanDraft>) => void;
  versions: TrafficReply["environments"];
}

/** What a plan is made of, with the usual in place. */
export function PlanFields({ draft, amend, versions }: Props) {
  const choose = (environment: Environment) => {
    const untouched = draft.version === (versions[draft.environment].version ?? "");
    amend({ environment, ...(untouched ? { version: versions[environment].version ?? "" } : {}) });
  };
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <Field label="Version">
          {(id) => (
            <input
              id={id}
              value={draft.version}
              maxLength={200}
              required
              placeholder="sprint-15"
              onChange={({ target }) => amend({ version: target.value })}
              className="field"
            />
          )}
        </Field>
        <fieldset className="grid content-start gap-1 text-small">
          <legend className="mb-1 text-ink-2">Environment</legend>
          <div className={`${SEGMENTS} w-fit`}>
            {ENVIRONMENTS.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={draft.environment === one}
                onClick={() => choose(one)}
                className={`${SEGMENT} aria-pressed:bg-sunken aria-pressed:text-ink`}
              >
                <span
                  aria-hidden="true"
                  className={`size-2 rounded-full ${one === "blue" ? "bg-blue" : "bg-green"}`}
                />
                {one}
                <span className="text-ink-3">
                  {versions[one].desired_weight === 0
                    ? "idle"
                    : `has ${weight(versions[one].desired_weight)}`}
                </span>
              </button>
            ))}
          </div>
        </fieldset>
      </div>
      <StepFields steps={draft.steps} change={(steps) => amend({ steps })} />
      <Field label="The old environment is kept ready, from 100 % on, for">
        {(id) => (
          <input
            id={id}
            value={draft.backupHold}
            maxLength={7}
            onChange={({ target }) => amend({ backupHold: target.value })}
            className="field max-w-24"
          />
        )}
      </Field>
      <Guards guards={draft.guards} change={(guards) => amend({ guards })} />
      <Requirements chosen={draft.requires} change={(requires) => amend({ requires })} />
    </>
  );
}

function Field({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid content-start gap-1 text-small">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

interface GuardsProps {
  guards: readonly GuardDraft[];
  change: (guards: GuardDraft[]) => void;
}

/** Bounds on how much worse a figure may be than the other environment's at the same time. */
const Guards = ({ guards, change }: GuardsProps) => (
  <fieldset className="grid gap-1.5 text-small">
    <legend className="mb-1 text-ink-2">Guards: worse than the other environment at the same time</legend>
    {guards.map((guard) => {
      const name = GUARD_NAMES[guard.metric];
      const amend = (more: Partial<GuardDraft>) =>
        change(guards.map((one) => (one.metric === guard.metric ? { ...one, ...more } : one)));
      return (
        <div key={guard.metric} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <label className="inline-flex min-h-8 min-w-36 items-center gap-2">
            <input
              type="checkbox"
              checked={guard.on}
              onChange={({ target }) => amend({ on: target.checked })}
              className="choice"
            />
            {name}
          </label>
          {guard.on && (
            <>
              <span className="text-ink-3">not more than</span>
              <input
                aria-label={`${name}, percent worse`}
                value={guard.worse}
                inputMode="decimal"
                maxLength={5}
                onChange={({ target }) => amend({ worse: target.value })}
                className="field max-w-16 text-right"
              />
              <span className="text-ink-3">% worse, else</span>
              <select
                aria-label={`${name}, what is done`}
                value={guard.action}
                onChange={({ target }) =>
                  amend({ action: target.value === "rollback" ? "rollback" : "hold" })
                }
                className="field max-w-32"
              >
                <option value="hold">hold</option>
                <option value="rollback">roll back</option>
              </select>
            </>
          )}
        </div>
      );
    })}
  </fieldset>
);

interface RequirementsProps {
  chosen: readonly Requirement[];
  change: (chosen: Requirement[]) => void;
}

/** What has to be there before it starts, and in its checks. The settings may ask for more. */
const Requirements = ({ chosen, change }: RequirementsProps) => (
  <fieldset className="grid gap-x-4 text-small sm:grid-cols-2">
    <legend className="mb-1 text-ink-2">It asks for, before any traffic</legend>
    {REQUIREMENTS.map((one) => (
      <label key={one} className="inline-flex min-h-8 items-center gap-2">
        <input
          type="checkbox"
          checked={chosen.includes(one)}
          onChange={({ target }) =>
            change(REQUIREMENTS.filter((other) => (other === one ? target.checked : chosen.includes(other))))
          }
          className="choice"
        />
        {REQUIREMENT_WORDS[one]}
      </label>
    ))}
  </fieldset>
);
