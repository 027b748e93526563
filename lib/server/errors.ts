import { errorFigures } from "@/db/queries/errors";
import type { ErrorsQuery, ErrorsReply } from "@/lib/contract/errors";
import type { App } from "./app";
import { asked } from "./question";

/** What went wrong in the pipeline in a period, and how many of its jobs failed. */
export async function errorsOf(app: App, query: ErrorsQuery): Promise<ErrorsReply> {
  const { period, head } = await asked(app, query);
  const slice = { ...period, environment: query.environment };
  return {
    ...head,
    bucket: period.bucket,
    group: query.group,
    ...(await errorFigures(app.store.db, slice, query.group, app.calendar())),
  };
}
