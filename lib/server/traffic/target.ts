import type { Environment } from "@/lib/domain/environment";
import { probedTarget } from "@/lib/drivers/probe-target";
import type { App } from "@/lib/server/app";
import { healthView } from "@/lib/server/health-view";
import { remember } from "@/lib/server/remember";

/** What an environment said when it was asked whether it could take everything. Null: it has no address to ask. */
export interface TargetHealth {
  healthy: boolean | null;
  said: string;
  atMs: number;
  /** How often in a row it has not answered well. */
  misses: number;
}

const last = () => remember("targets", () => new Map<Environment, TargetHealth>());

/** Asks an environment now; two tries of two seconds. One without an address is known by its health checks alone. */
export async function askedTarget(
  app: App,
  environment: Environment,
  signal: AbortSignal,
): Promise<TargetHealth> {
  const { url } = app.settings().environments[environment];
  if (url === null) return toldHealth(app, environment);
  const answer = await probedTarget(url, signal);
  const misses = answer.healthy ? 0 : (last().get(environment)?.misses ?? 0) + 1;
  const health = { ...answer, atMs: app.nowMs(), misses };
  last().set(environment, health);
  return health;
}

/** What is known of an environment without asking it; null where it never was asked. */
export async function targetHealth(app: App, environment: Environment): Promise<TargetHealth | null> {
  if (app.settings().environments[environment].url === null) return toldHealth(app, environment);
  return last().get(environment) ?? null;
}

/**
 * What its own health checks told of an environment, all of them within the time in which an answer holds. A degraded
 * one is no reason to ask twice, but none to act at once either.
 */
async function toldHealth(app: App, environment: Environment): Promise<TargetHealth> {
  const nowMs = app.nowMs();
  const { status, components } = await healthView(app, environment);
  const own = components.flatMap(({ result }) => (result?.environment === environment ? [result] : []));
  const no = `environments.${environment}.url is not set, so it cannot be asked`;
  if (own.length === 0) return { healthy: null, said: no, atMs: nowMs, misses: 0 };
  const atMs = Math.min(...own.map(({ received_ms }) => received_ms));
  const agoMs = nowMs - atMs;
  const said = `says ${status} by its health checks, ${Math.round(agoMs / 1000)} s ago`;
  if (agoMs > KNOWN_GOOD_MS) return { healthy: null, said: `${said}; ${no}`, atMs, misses: 0 };
  return { healthy: status === "degraded" ? null : status === "healthy", said, atMs, misses: 0 };
}

/** Within this time a healthy answer still holds: a rollback needs no second question. */
const KNOWN_GOOD_MS = 30_000;

export const knownGood = (health: TargetHealth | null, nowMs: number): boolean =>
  health !== null && health.healthy === true && nowMs - health.atMs <= KNOWN_GOOD_MS;
