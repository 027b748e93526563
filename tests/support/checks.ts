import { type QualityReply, quality } from "@/lib/contract/quality";
import type { Environment } from "@/lib/domain/environment";
import type { App } from "@/lib/server/app";
import { qualityOf } from "@/lib/server/quality";
import fc from "./laws";

/** All that the real files speak of. */
export const EVER = { from: "2020-01-01", to: "2030-01-01" };

/** What is answered of it, which must keep the contract. */
export const qualityEver = async (app: App, environment?: Environment): Promise<QualityReply> =>
  quality.reply.parse(await qualityOf(app, { ...EVER, environment }));

/** A made-up run of agent_metrics.json. Null: its agent is not there, or does not say. */
export interface MadeChecks {
  timestamp: string;
  gates: { passed: number; failed: number } | null;
  valid: boolean | null;
  embedded: boolean | null;
  regenerations: number | null;
  charts: { made: number; failed: number } | null;
}

export interface MadeEvaluation {
  timestamp: string;
  file: string;
  percentage: number;
}

/** Few moments, around both changes of summer time of 2026, so that identities collide. */
const EDGES = ["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-04-04T14:00:00Z"].map(Date.parse);
const moment = fc
  .record({ edge: fc.constantFrom(...EDGES), quarters: fc.integer({ min: -6, max: 6 }) })
  .map(({ edge, quarters }) => new Date(edge + quarters * 900_000).toISOString());
const few = fc.nat(7);
const orNone = <T>(made: fc.Arbitrary<T>) => fc.option(made, { nil: null });

export const madeChecks: fc.Arbitrary<MadeChecks> = fc.record({
  timestamp: moment,
  gates: orNone(fc.record({ passed: few, failed: fc.constantFrom(0, 0, 1, 3) })),
  valid: orNone(fc.boolean()),
  embedded: orNone(fc.boolean()),
  regenerations: orNone(fc.constantFrom(0, 0, 2)),
  charts: orNone(fc.record({ made: few, failed: fc.constantFrom(0, 0, 1) })),
});

export const madeEvaluation: fc.Arbitrary<MadeEvaluation> = fc.record({
  timestamp: moment,
  file: fc.constantFrom("a.md", "b.md"),
  percentage: fc.integer({ min: 0, max: 100_000 }).map((milli) => milli / 1000),
});

/** An agent_metrics.json of these runs. */
export const metricsDocument = (runs: readonly MadeChecks[]): string =>
  JSON.stringify({
    version: "1.0",
    runs: runs.map(({ timestamp, gates, valid, embedded, regenerations, charts }) => ({
      timestamp,
      agents: {
        writer_agent: { validation_passed: valid, chart_embedded: embedded, regenerations },
        ...(gates && { editor_agent: { gates_passed: gates.passed, gates_failed: gates.failed } }),
        ...(charts && {
          graphics_agent: {
            charts_generated: charts.made + charts.failed,
            visual_qa_passed: charts.made,
          },
        }),
      },
    })),
  });

/** An article_evals.json of these evaluations. */
export const evalsDocument = (evaluations: readonly MadeEvaluation[]): string =>
  JSON.stringify(
    evaluations.map(({ timestamp, file, percentage }) => ({
      article_filename: file,
      timestamp,
      percentage,
      scores: { structure: 5 },
    })),
  );
