import type { z } from "zod";
import { checkSeries, checkSums } from "@/db/queries/quality";
import { qualityFailures } from "@/db/queries/quality-failures";
import { qualityPoint, qualityTotals } from "@/db/queries/quality-figures";
import { sourceRows } from "@/db/queries/sources";
import type { QualityReply, quality } from "@/lib/contract/quality";
import type { Rejection } from "@/lib/domain/record";
import { GATE_PASS_RATE } from "@/lib/domain/targets";
import type { App } from "./app";
import { following } from "./follow/following";
import { asked } from "./question";

/** What passed its gates in a period, what did not and why, and which figures of their sources could not be. */
export async function qualityOf(app: App, query: z.output<typeof quality.query>): Promise<QualityReply> {
  const { period, head } = await asked(app, query);
  const { db } = app.store;
  const slice = { ...period, environment: query.environment };
  return {
    ...head,
    bucket: period.bucket,
    ...qualityTotals(await checkSums(db, slice)),
    targets: { ...GATE_PASS_RATE },
    series: (await checkSeries(db, slice)).map(qualityPoint),
    failures: await qualityFailures(db, slice),
    rejected: await rejected(app, query.environment),
  };
}

const KINDS: readonly string[] = ["agent-metrics", "article-evals", "article-costs"];

/** Rejections of the last documents. Files that are bound to the other environment are not asked about. */
async function rejected(app: App, environment: string | undefined): Promise<QualityReply["rejected"]> {
  const files = [...following().values()];
  const rows = (await sourceRows(app.store.db)).filter(({ path, kind }) => {
    const bound = files.find((file) => file.path === path && file.kind === kind)?.environment ?? null;
    return KINDS.includes(kind) && (environment === undefined || bound === null || bound === environment);
  });
  return rows.flatMap(({ path, kind, rejections }) => {
    const told: Rejection[] = JSON.parse(rejections);
    return told.map((rejection) => ({
      source: path,
      kind,
      path: rejection.path,
      message: rejection.message,
    }));
  });
}
