import { latencyFigures } from "@/db/queries/latency";
import type { LatencyQuery, LatencyReply } from "@/lib/contract/latency";
import type { App } from "./app";
import { asked } from "./question";

/** How long things of one name took in a period, in milliseconds. */
export async function latencyOf(app: App, query: LatencyQuery): Promise<LatencyReply> {
  const { period, head } = await asked(app, query);
  const slice = { ...period, environment: query.environment };
  return {
    ...head,
    bucket: period.bucket,
    name: query.name,
    ...(await latencyFigures(app.store.db, slice, query.name)),
  };
}
