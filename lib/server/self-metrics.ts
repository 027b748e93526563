import { Registry } from "prom-client";
import { currentResults } from "@/db/queries/health";
import { sourceRows } from "@/db/queries/sources";
import { verdictOf } from "@/lib/domain/health";
import { HEALTH_STATUSES } from "@/lib/domain/signals";
import type { App } from "./app";
import { saidBy } from "./health-view";
import { openStreams } from "./live";
import { processMetrics } from "./metrics";
import { sourcesOf } from "./sources";
import { VERSION } from "./version";

/** Components that are told one by one; more of them would be as many series for ever. */
const COMPONENTS_MAX = 100;

/** Everything that Greenlight says of itself, in the Prometheus text format. */
export async function metricsAnswer(app: App): Promise<Response> {
  await tellState(app);
  const all = Registry.merge([app.metrics.registry, processMetrics()]);
  const headers = { "content-type": Registry.PROMETHEUS_CONTENT_TYPE, "cache-control": "private, no-store" };
  return new Response(await all.metrics(), { headers });
}

/** Looks up what holds right now. What happened is counted when it happens. */
async function tellState(app: App): Promise<void> {
  const { metrics, store } = app;
  metrics.gauge("greenlight_build_info", "The version that runs; always 1", [
    [{ version: VERSION, node: process.versions.node }, 1],
  ]);
  metrics.gauge("greenlight_live_streams", "Open streams of live updates", [[{}, openStreams()]]);
  metrics.gauge("greenlight_database_size_bytes", "Size of the database", [[{}, store.bytes()]]);
  await tellSources(app);
  await tellComponents(app);
}

async function tellSources(app: App): Promise<void> {
  const rows = await sourceRows(app.store.db);
  const { sources } = await sourcesOf(app);
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const newest = (field: "last_read_ms" | "last_change_ms") =>
    kinds.flatMap((kind) => {
      const times = rows.filter((row) => row.kind === kind).flatMap((row) => row[field] ?? []);
      return times.length === 0 ? [] : [[{ kind }, Math.max(...times) / 1000] as const];
    });
  app.metrics.gauge(
    "greenlight_source_last_read_timestamp_seconds",
    "When a source of a kind was last read, in seconds since 1970",
    newest("last_read_ms"),
  );
  app.metrics.gauge(
    "greenlight_source_last_change_timestamp_seconds",
    "When a source of a kind last held something new, in seconds since 1970",
    newest("last_change_ms"),
  );
  app.metrics.gauge("greenlight_silent_sources", "Sources that held nothing new for 24 hours", [
    [{}, sources.filter(({ silent }) => silent).length],
  ]);
}

async function tellComponents(app: App): Promise<void> {
  const results = (await currentResults(app.store.db)).slice(0, COMPONENTS_MAX);
  app.metrics.gauge(
    "greenlight_component_status",
    "1 for the state that a component is in, 0 for the others; no environment: bound to none",
    results.flatMap((result) => {
      const { status: now } = verdictOf(saidBy(result), app.nowMs());
      const { component, environment } = result;
      return HEALTH_STATUSES.map(
        (status) => [{ component, environment, status }, Number(status === now)] as const,
      );
    }),
  );
}
