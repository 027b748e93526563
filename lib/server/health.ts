import { componentLatency, stateChanges, type UptimeRow, uptimeRows } from "@/db/queries/health";
import { isoTime } from "@/db/queries/money";
import type {
  HealthComponent,
  HealthComponentsReply,
  HealthHistoryQuery,
  HealthHistoryReply,
  HealthReply,
} from "@/lib/contract/health";
import type { RangeQuery } from "@/lib/contract/range";
import type { Environment } from "@/lib/domain/environment";
import { verdictOf } from "@/lib/domain/health";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";
import { pastsOf, uptimeOf } from "./health-past";
import { detailsOf, stateOf } from "./health-state";
import { environmentOf, healthView, type Viewed } from "./health-view";
import { asked } from "./question";

/** How the pipeline is, for the outside: of the live environment and of what is bound to none, unless told otherwise. */
export async function healthOf(app: App, environment?: Environment): Promise<HealthReply> {
  const { status, version, components } = await healthView(app, environment);
  return {
    status,
    version,
    timestamp: isoTime(app.nowMs()),
    components: Object.fromEntries(components.map((viewed) => [viewed.name, componentOf(viewed)])),
  };
}

/** One component of the same. @throws Problem "not-found" where no check ever named it and none is expected. */
export async function healthOfComponentOf(
  app: App,
  name: string,
  environment?: Environment,
): Promise<HealthComponent> {
  const view = await healthView(app, environment);
  const viewed = view.components.find((component) => component.name === name);
  if (viewed !== undefined) return componentOf(viewed);
  if (!view.reported(name))
    throw new Problem("not-found", `no health check ever named a component "${name.slice(0, 60)}"`);
  return { ...verdictTold(verdictOf(null, app.nowMs())), received: null };
}

const believed = ({ status, available }: Viewed["verdict"]) => ({
  status,
  ...(available === null ? {} : { available }),
});

const verdictTold = ({ status, available, stale }: Viewed["verdict"]) => ({
  status,
  available,
  ...(stale ? { stale: true as const } : {}),
});

/** Fields that are ours: a check that says one of them otherwise is not repeated here. */
const OURS = new Set(["stale", "fallback", "latency_ms", "error", "query_test"]);

/** What the check said, whatever it was, under what is to be believed of it now. */
function componentOf({ verdict, result }: Viewed): HealthComponent {
  if (result === null) return { ...verdictTold(verdict), received: null };
  const { fallback, latency_us, error, query_test } = result;
  return {
    ...verdictTold(verdict),
    // A check may count what is available, such as 2 of 4 dependencies: it says so, where it does not say yes or no.
    ...Object.fromEntries(Object.entries(detailsOf(result)).filter(([name]) => !OURS.has(name))),
    ...believed(verdict),
    ...(fallback === null ? {} : { fallback }),
    ...(latency_us === null ? {} : { latency_ms: latency_us / 1000 }),
    ...(error === null ? {} : { error }),
    ...(query_test === null ? {} : { query_test: JSON.parse(query_test) }),
    received: isoTime(result.received_ms),
  };
}

/** Every component with its state, since when, and how available it was; 90 days unless told. */
export async function healthComponentsOf(app: App, query: RangeQuery): Promise<HealthComponentsReply> {
  const ranged = query.range ?? query.from ?? query.to;
  const { period, head } = await asked(app, ranged === undefined ? { ...query, range: "90d" } : query);
  const { status, live, version, environments, components } = await healthView(app, query.environment);
  const pasts = await pastsOf(app, environments);
  const rows = Map.groupBy(await uptimeRows(app.store.db, { ...period, environments }), rowName);
  return {
    ...head,
    status,
    live,
    version,
    components: components.map((viewed) =>
      stateOf(app, period, viewed, pasts.get(viewed.name) ?? [], rows.get(viewed.name) ?? []),
    ),
  };
}

const rowName = ({ component }: UptimeRow): string => component;

/** How one component was in a period. @throws Problem "not-found", as for its present. */
export async function healthHistoryOf(app: App, query: HealthHistoryQuery): Promise<HealthHistoryReply> {
  const { component } = query;
  const { period, head } = await asked(app, query);
  const { environments, components, reported } = await healthView(app, query.environment);
  if (!components.some(({ name }) => name === component) && !reported(component))
    throw new Problem("not-found", `no health check ever named a component "${component.slice(0, 60)}"`);
  const pasts = (await pastsOf(app, environments)).get(component) ?? [];
  const slice = { ...period, environments };
  const stored = await uptimeRows(app.store.db, slice, component);
  const { total, series } = uptimeOf(app, period, period.bucket, pasts, stored);
  const changes = await stateChanges(app.store.db, slice, component);
  return {
    ...head,
    component,
    bucket: period.bucket,
    availability: total.availability,
    coverage: total.coverage,
    uptime: total,
    changes: changes.map(({ at_ms, environment, status, error }) => ({
      time: isoTime(at_ms),
      environment: environmentOf(environment),
      status,
      error,
    })),
    series,
    latency: await componentLatency(app.store.db, slice, component),
  };
}
