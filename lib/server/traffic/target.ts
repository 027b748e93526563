import type { Environment } from "@/lib/domain/environment";
import { probedTarget } from "@/lib/drivers/probe-target";
import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";

/** What an environment said when it was asked whether it could take everything. Null: it has no address to ask. */
export interface TargetHealth {
  healthy: boolean | null;
  said: string;
  atMs: number;
}

const last = () => remember("targets", () => new Map<Environment, TargetHealth>());

/** Asks an environment now; two tries of two seconds. */
export async function askedTarget(
  app: App,
  environment: Environment,
  signal: AbortSignal,
): Promise<TargetHealth> {
  const { url } = app.settings().environments[environment];
  const answer =
    url === null
      ? { healthy: null, said: `environments.${environment}.url is not set, so it cannot be asked` }
      : await probedTarget(url, signal);
  const health = { ...answer, atMs: app.nowMs() };
  last().set(environment, health);
  return health;
}

/** What an environment said when it was asked last; null where it never was. */
export const targetHealth = (environment: Environment): TargetHealth | null =>
  last().get(environment) ?? null;

/** Within this time a healthy answer still holds: a rollback needs no second question. */
const KNOWN_GOOD_MS = 30_000;

export const knownGood = (health: TargetHealth | null, nowMs: number): boolean =>
  health !== null && health.healthy === true && nowMs - health.atMs <= KNOWN_GOOD_MS;
