import type { WatchedRule } from "./alert-rule";
import type { Alert, Automation, OnTrial } from "./alert-state";
import type { Action } from "./rule";
import type { Silence } from "./silence";

interface Scene {
  clockMs: number;
  automation: Automation;
  release: OnTrial | null;
  silence: Silence | null;
}

/** What is to be done about a firing now. */
export type Due =
  | { do: "nothing" }
  | { do: "act"; action: Action; release: string | null }
  /** It is owed, and something stands against it. */
  | { do: "withhold"; why: string };

const NOTHING: Due = { do: "nothing" };

/**
 * The action that a firing owes. It runs once per firing, and for a release once per release, because a firing may
 * outlast the release that it is about. It is owed until it was done, but carried out only while the breach is being
 * seen: so nothing is done on old evidence when a switch is turned on again.
 */
export function dueAction(alert: Alert, rule: WatchedRule, scene: Scene): Due {
  const { firing } = alert;
  const { action } = rule;
  if (firing === null || alert.seen !== "breach") return NOTHING;
  if (action.kind === "none" || action.kind === "notify") return NOTHING;
  const release = action.kind === "set_flag" ? null : concerned(alert, action, scene.release);
  if (action.kind !== "set_flag" && release === null)
    return { do: "withhold", why: "no release is on trial here" };
  if (firing.acted !== null && firing.acted.release === release) return NOTHING;
  const why = objection(alert, rule, scene);
  return why === null ? { do: "act", action, release } : { do: "withhold", why };
}

/**
 * The release that an action is about; null where none is, and the alert is only told. A breach of the other
 * environment is no reason to touch a release, and one of nobody in particular none to roll it back.
 */
function concerned({ environment }: Alert, { kind }: Action, release: OnTrial | null): string | null {
  if (release === null) return null;
  const whose = environment ?? (kind === "rollback" ? null : release.environment);
  return whose === release.environment ? release.id : null;
}

function objection(alert: Alert, rule: WatchedRule, { automation, clockMs, silence }: Scene): string | null {
  if (rule.dryRun) return "a dry run";
  if (!rule.automatic) return "switched off for this rule";
  if (!automation.on) return `automatic actions are off: ${automation.why}`;
  if (silence?.actionsToo) return `silenced with its actions: ${silence.reason}`;
  const cooling = alert.actedClockMs !== null && clockMs - alert.actedClockMs < rule.cooldownMs;
  return cooling ? "cooling down after the action before" : null;
}

/** The alerts whose actions would be carried out at once if automatic actions were on: said before they are switched on. */
export const owedByAutomation = (
  alerts: readonly Alert[],
  rules: readonly WatchedRule[],
  scene: Omit<Scene, "silence">,
): Alert[] =>
  alerts.filter((alert) => {
    const rule = rules.find(({ name }) => name === alert.rule);
    const automation = { ...scene.automation, on: true };
    return rule !== undefined && dueAction(alert, rule, { ...scene, automation, silence: null }).do === "act";
  });
