import { contribute, type Sink } from "@/lib/domain/contribution";
import { NO_RUNS, NO_USAGE, type RunFacts, type UsageFacts } from "@/lib/domain/facts";
import { nanoUsd } from "@/lib/domain/money";
import type { Unit } from "@/lib/domain/unit";
import { parseExecutionRoi } from "@/lib/ingest/execution-roi";
import { preparedExecution } from "@/lib/server/prepare";
import { fixture } from "./fixture";

/** Settings as they are by default. */
export const POLICY = {
  agents: ["full_pipeline", "pipeline"],
  benchmarks: { hourlyRateUsd: 75, hours: new Map([["research_agent", 2]]) },
  freeModels: new Set<string>(),
};

/** What units add to the rollups, in one bucket. */
export function summed(units: readonly Unit[]): { runs: RunFacts; usage: UsageFacts } {
  const runs = { ...NO_RUNS };
  const usage = { ...NO_USAGE };
  const add = (sums: object, facts: object) => {
    for (const [field, value] of Object.entries(facts))
      Reflect.set(sums, field, Number(Reflect.get(sums, field)) + Number(value));
  };
  const sink: Sink = {
    usage: (_atMs, _key, facts) => add(usage, facts),
    runs: (_atMs, _environment, facts) => add(runs, facts),
    articleTime: () => {},
    quality: () => {},
  };
  for (const unit of units) contribute(unit, sink);
  return { runs, usage };
}

/** The executions of a real file, each a unit of its own. */
export const unitsOf = (file: string): Unit[] =>
  parseExecutionRoi(fixture(file), "UTC").records.map((record) => {
    const { row, calls } = preparedExecution(record, null, null, POLICY);
    const isArticle = row.is_article === 1;
    const execution = {
      atMs: record.atMs,
      environment: "",
      isArticle,
      humanNano: row.human_nano ?? null,
      humanMicroHours: row.human_micro_hours ?? null,
      words: row.words ?? null,
      seconds: row.seconds ?? null,
      costNano: row.cost_nano,
      costKnown: row.cost_known === 1,
      calls: calls.map((call) => ({
        agent: call.agent,
        model: call.model,
        provider: call.provider,
        inputTokens: call.input_tokens ?? null,
        outputTokens: call.output_tokens ?? null,
        totalTokens: call.total_tokens ?? null,
        costNano: call.cost_nano,
        costOrigin: call.cost_origin,
      })),
    };
    return { atMs: record.atMs, environment: "", isArticle, line: null, executions: [execution] };
  });

/** A run of so much human value and cost; an article where `passed` says whether it passed publication. */
export const costedRun = (humanUsd: number, costUsd: number, passed: boolean | null): Unit => {
  const costNano = nanoUsd(costUsd);
  const part = { agent: "writer", model: "gpt-4o", provider: "openai", costNano };
  return {
    atMs: 0,
    environment: "",
    isArticle: passed !== null,
    line:
      passed === null
        ? null
        : {
            parts: [part],
            costNano,
            seconds: null,
            words: null,
            characters: null,
            editorialScore: null,
            validatorPassed: passed,
          },
    executions: [
      {
        atMs: 0,
        environment: "",
        isArticle: passed !== null,
        humanNano: nanoUsd(humanUsd),
        humanMicroHours: null,
        words: null,
        seconds: null,
        costNano,
        costKnown: true,
        calls: [],
      },
    ],
  };
};
