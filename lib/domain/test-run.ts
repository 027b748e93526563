/** What is run for a release before it gets work: `validation` looks at its surroundings, `smoke` lets it write articles. */
export const RUN_KINDS = ["validation", "smoke"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** `interrupted`: the process that ran it is gone. */
export const RUN_STATES = ["running", "passed", "failed", "cancelled", "interrupted"] as const;
export type RunState = (typeof RUN_STATES)[number];
