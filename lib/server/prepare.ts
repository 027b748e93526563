import { contentOf, identityOf } from "@/db/identity";
import type { NewExecution, NewLine } from "@/db/record/batch";
import type { CallRow, ExecutionRow } from "@/db/schema";
import type { Environment } from "@/lib/domain/environment";
import { type Benchmarks, humanValue } from "@/lib/domain/human";
import type { NanoUsd } from "@/lib/domain/money";
import { pricedCost, providerOf } from "@/lib/domain/price";
import { type ArticleCostRecord, type CallRecord, type ExecutionRecord, topicKey } from "@/lib/domain/record";

/** The settings that decide what a record counts for. A change of one re-derives everything that is stored. */
export interface Policy {
  agents: readonly string[];
  benchmarks: Benchmarks;
  freeModels: ReadonlySet<string>;
}

const nanoOrNull = (nano: number | null): NanoUsd | null => (nano === null ? null : (nano as NanoUsd));

/** Prices an execution, values the human work it replaced and says whether it is an article. */
export function preparedExecution(
  record: ExecutionRecord,
  updatedMicros: number | null,
  environment: Environment | null,
  policy: Policy,
): NewExecution {
  const calls = record.calls.map((call) => preparedCall(call, record.atMs, policy));
  return {
    row: {
      identity: identityOf(record.startText, record.executionId),
      execution_id: record.executionId,
      start_text: record.startText,
      at_ms: record.atMs,
      end_ms: record.endMs,
      agent: record.agent,
      topic: record.topic,
      topic_key: record.topic === null ? null : topicKey(record.topic),
      environment,
      record_human_hours: record.humanHours,
      record_human_nano: record.humanCostNanoUsd,
      words: record.words,
      seconds: record.seconds,
      record_total_nano: record.totalCostNanoUsd,
      content: contentOf(record),
      ...derived(
        {
          agent: record.agent,
          humanHours: record.humanHours,
          humanCostNanoUsd: record.humanCostNanoUsd,
          totalCostNano: record.totalCostNanoUsd,
        },
        calls,
        policy,
      ),
    },
    calls,
    updatedMicros: updatedMicros ?? -1,
  };
}

interface Derivable {
  agent: string | null;
  humanHours: number | null;
  humanCostNanoUsd: ExecutionRecord["humanCostNanoUsd"];
  totalCostNano: number | null;
}

/** What follows from an execution's record and the policy: human value, cost, and whether it is an article. */
export function derived(
  record: Derivable,
  calls: readonly { cost_nano: number; cost_origin: string }[],
  policy: Policy,
) {
  const human = humanValue(record, policy.benchmarks);
  return {
    is_article: record.agent === null || policy.agents.includes(record.agent) ? 1 : 0,
    human_micro_hours: human.microHours,
    human_nano: human.costNanoUsd,
    cost_nano:
      calls.length === 0 ? (record.totalCostNano ?? 0) : calls.reduce((sum, call) => sum + call.cost_nano, 0),
    cost_known: costKnown(record, calls) ? 1 : 0,
  };
}

/** Without calls only a total above 0 says what a run cost; that it was free, nothing says. */
const costKnown = (record: Derivable, calls: readonly { cost_origin: string }[]): boolean =>
  calls.length === 0
    ? (record.totalCostNano ?? 0) > 0
    : calls.every((call) => call.cost_origin !== "unpriced");

function preparedCall(call: CallRecord, runAtMs: number, policy: Policy) {
  const priced = pricedCost(call, call.atMs ?? runAtMs, policy.freeModels);
  return {
    at_ms: call.atMs,
    agent: call.agent,
    model: call.model,
    provider: providerOf(call.model),
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    total_tokens: call.totalTokens,
    cache_read_tokens: call.cacheReadTokens,
    cache_write_tokens: call.cacheWriteTokens,
    record_cost_nano: call.costNanoUsd,
    cost_nano: priced.costNanoUsd,
    cost_origin: priced.origin,
    price: priced.price,
    seconds: call.seconds,
    stage: call.stage,
  };
}

/** A stored call priced anew, from what its record said. */
export function repricedRow(call: CallRow, runAtMs: number, { freeModels }: Policy) {
  const usage = {
    model: call.model,
    inputTokens: call.input_tokens,
    outputTokens: call.output_tokens,
    cacheReadTokens: call.cache_read_tokens,
    cacheWriteTokens: call.cache_write_tokens,
    costNanoUsd: nanoOrNull(call.record_cost_nano),
  };
  const { costNanoUsd, origin, price } = pricedCost(usage, call.at_ms ?? runAtMs, freeModels);
  return { cost_nano: costNanoUsd, cost_origin: origin, price };
}

/** What a stored execution's record said of its human value. */
export const recordedHuman = (row: ExecutionRow): Derivable => ({
  agent: row.agent,
  humanHours: row.record_human_hours,
  humanCostNanoUsd: nanoOrNull(row.record_human_nano),
  totalCostNano: row.record_total_nano,
});

/** Names the provider of each part of an article-costs line. Its dollars are the record's own. */
export function preparedLine(record: ArticleCostRecord, environment: Environment | null): NewLine {
  return {
    row: {
      identity: identityOf(record.timestampText, record.topic),
      timestamp_text: record.timestampText,
      topic: record.topic,
      topic_key: topicKey(record.topic),
      at_ms: record.atMs,
      environment,
      cost_nano: record.parts.reduce((sum, part) => sum + part.costNanoUsd, 0),
      seconds: record.seconds,
      words: record.words,
      characters: record.characters,
      editorial_score: record.editorialScore,
      gates_passed: record.gatesPassed,
      validator_passed: record.validatorPassed === null ? null : Number(record.validatorPassed),
      content: contentOf(record),
    },
    parts: record.parts.map(({ agent, model, costNanoUsd }) => ({
      agent,
      model,
      provider: providerOf(model),
      cost_nano: costNanoUsd,
    })),
  };
}
