import fc from "./laws";

/** A made-up run as the pipeline would write it, small enough that the model of a test can add it up. */
export interface MadeRun {
  id: string;
  start: string;
  agent: string;
  topic: string | null;
  human: number | null;
  calls: { model: string; input: number; output: number; cost: number | null }[];
}

export interface MadeLine {
  timestamp: string;
  topic: string;
  writer: number;
  research: number;
  characters: number | null;
  seconds: number | null;
  passed: boolean | null;
}

/** Moments around both changes of summer time of 2026: some far apart, most so near that identities and topics collide. */
const EDGES = ["2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z"].map(Date.parse);
const near = fc.constantFrom(0, 5, 10, 20, 25);
const minutes = fc.oneof(near, near, fc.integer({ min: -2000, max: 2000 }));
const moment = fc
  .record({ edge: fc.constantFrom(...EDGES), minutes })
  .map(({ edge, minutes }) => new Date(edge + minutes * 60_000).toISOString());
const topic = fc.constantFrom("rates", "Rates ", "jobs");
const cents = fc.integer({ min: 0, max: 500 }).map((cent) => cent / 100);

export const madeRun: fc.Arbitrary<MadeRun> = fc.record({
  id: fc.constantFrom("a", "b"),
  start: moment,
  agent: fc.constantFrom("full_pipeline", "pipeline", "writer_agent", "agent1"),
  topic: fc.option(topic, { nil: null }),
  human: fc.option(cents, { nil: null }),
  calls: fc.array(
    fc.record({
      model: fc.constantFrom("gpt-4o", "claude-sonnet-4-6", "house-model-1"),
      input: fc.integer({ min: 0, max: 5000 }),
      output: fc.integer({ min: 0, max: 5000 }),
      cost: fc.option(cents, { nil: null }),
    }),
    { maxLength: 3 },
  ),
});

export const madeLine: fc.Arbitrary<MadeLine> = fc.record({
  timestamp: moment,
  topic,
  writer: cents,
  research: cents,
  characters: fc.option(fc.integer({ min: 0, max: 9000 }), { nil: null }),
  seconds: fc.option(fc.integer({ min: 60, max: 900 }), { nil: null }),
  passed: fc.option(fc.boolean(), { nil: null }),
});

/** An execution_roi.json of these runs, last updated at minute `minute` of a day; null: it does not say. */
export const roiDocument = (runs: readonly MadeRun[], minute: number | null): string =>
  JSON.stringify({
    version: "1.0",
    executions: runs.map((run) => ({
      execution_id: run.id,
      agent: run.agent,
      start_time: run.start,
      end_time: run.start,
      llm_calls: run.calls.map((call) => ({
        timestamp: run.start,
        agent: run.agent,
        model: call.model,
        input_tokens: call.input,
        output_tokens: call.output,
        ...(call.cost === null ? {} : { cost_usd: call.cost }),
        metadata: run.topic === null ? {} : { topic: run.topic },
      })),
      ...(run.human === null
        ? {}
        : { human_hours_equivalent: run.human / 75, human_cost_equivalent: run.human }),
    })),
    summary:
      minute === null ? {} : { last_updated: new Date(Date.UTC(2026, 11, 1, 0, minute)).toISOString() },
  });

/** An agent_sdk_costs.jsonl of these lines. */
export const costLines = (lines: readonly MadeLine[]): string =>
  lines
    .map((line) =>
      JSON.stringify({
        timestamp: line.timestamp,
        topic: line.topic,
        writer_cost_usd: line.writer,
        research_cost_usd: line.research,
        writer_model: "claude-sonnet-4-6",
        ...(line.characters === null ? {} : { article_chars: line.characters }),
        ...(line.seconds === null ? {} : { wall_seconds: line.seconds }),
        ...(line.passed === null ? {} : { publication_validator_passed: line.passed }),
      }),
    )
    .join("\n");
