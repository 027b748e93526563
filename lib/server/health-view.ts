import { currentResults, newestVersion } from "@/db/queries/health";
import type { HealthResultRow } from "@/db/schema-signals";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { badness, KNOWN_COMPONENTS, type Verdict, verdictOf, worst } from "@/lib/domain/health";
import type { HealthStatus } from "@/lib/domain/signals";
import type { App } from "./app";
import type { ProbeSetting } from "./config-settings";
import { PUSHED_INTERVAL_MS } from "./ingest";
import { type Live, liveEnvironment } from "./live-environment";

/** A component as one environment sees it. */
export interface Viewed {
  name: string;
  verdict: Verdict;
  /** What was received last; null: nothing ever was. */
  result: HealthResultRow | null;
  intervalMs: number;
  probe: ProbeSetting["kind"] | null;
}

/** All that belongs to one environment or to none. */
export interface HealthView {
  status: HealthStatus;
  live: Environment;
  version: string | null;
  /** Of rows: the environment's name, and the empty string for none. */
  environments: readonly string[];
  /** The worst first, then by name. */
  components: Viewed[];
  /** Whether the name was ever reported, in whichever environment. */
  reported(name: string): boolean;
}

/** How the pipeline is in one environment; in the live one unless told. A component of both it and none: what was received last. */
export async function healthView(app: App, environment?: Environment): Promise<HealthView> {
  const live = await liveEnvironment(app);
  const viewed = environment ?? live.environment;
  const environments = [viewed, ""];
  const all = await currentResults(app.store.db);
  const results = new Map<string, HealthResultRow>();
  for (const row of all.filter((one) => environments.includes(one.environment))) {
    const other = results.get(row.component);
    if (other === undefined || later(row, other)) results.set(row.component, row);
  }
  const probes = app.settings().probes.filter((probe) => (probe.environment ?? viewed) === viewed);
  const names = new Set([...KNOWN_COMPONENTS, ...probes.map(({ name }) => name), ...results.keys()]);
  const components = [...names]
    .map((name) => viewedComponent(name, results.get(name) ?? null, probes, app.nowMs()))
    .sort((a, b) => badness(b.verdict.status) - badness(a.verdict.status) || (a.name < b.name ? -1 : 1));
  return {
    status: worst(components.map(({ verdict }) => verdict.status)),
    live: live.environment,
    version: await versionOf(app, live, viewed),
    environments,
    components,
    reported: (name) => all.some(({ component }) => component === name),
  };
}

const later = (a: HealthResultRow, b: HealthResultRow): boolean =>
  a.received_ms === b.received_ms ? a.id > b.id : a.received_ms > b.received_ms;

function viewedComponent(
  name: string,
  result: HealthResultRow | null,
  probes: readonly ProbeSetting[],
  nowMs: number,
): Viewed {
  const probe = probes.find((setting) => setting.name === name);
  return {
    name,
    result,
    verdict: verdictOf(result && saidBy(result), nowMs),
    intervalMs: result?.interval_ms ?? probe?.intervalMs ?? PUSHED_INTERVAL_MS,
    probe: probe?.kind ?? null,
  };
}

export const saidBy = (row: HealthResultRow) => ({
  component: row.component,
  status: row.status,
  available: row.available === null ? null : row.available !== 0,
  latencyMs: row.latency_us === null ? null : row.latency_us / 1000,
  receivedMs: row.received_ms,
  intervalMs: row.interval_ms,
});

/** What the settings say of the environment, else the state file of the live one, else the newest check. */
async function versionOf(app: App, live: Live, environment: Environment): Promise<string | null> {
  const set = app.settings().environments[environment].version;
  const said = environment === live.environment ? live.version : null;
  return set ?? said ?? (await newestVersion(app.store.db, [environment, ""]));
}

/** The environment of a row as it is told; null for none. */
export const environmentOf = (name: string): Environment | null =>
  ENVIRONMENTS.find((known) => known === name) ?? null;

/** A balancer takes out what answers 503; a degraded component still serves, with its fallback. */
export const httpStatusOf = (status: HealthStatus): number => (status === "unhealthy" ? 503 : 200);
