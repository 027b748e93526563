import type { z } from "zod";
import type { CallRecord, ExecutionRecord } from "@/lib/domain/record";
import { callsOf, nanoUsdOrNull, secondsOf, tokenCounts, tokensAt } from "./call";
import { cacheCounts } from "./call-tokens";
import { dollars, fields, hours, identity, list, name, seconds, timeText, words } from "./figures";
import type { Reading } from "./reading";

const Call = fields({
  timestamp: timeText.nullish(),
  agent: name.nullish(),
  model: name.nullish(),
  ...tokenCounts,
  ...cacheCounts,
  cost_usd: dollars.nullish(),
  duration_seconds: seconds.nullish(),
  usage: fields(cacheCounts).nullish(),
  tokens_used: fields(cacheCounts).nullish(),
  metadata: fields({ topic: name.nullish(), stage: name.nullish(), ...cacheCounts }).nullish(),
});

const Execution = fields({
  execution_id: identity,
  start_time: timeText,
  end_time: timeText.nullish(),
  agent: name.nullish(),
  llm_calls: list.nullish(),
  total_cost_usd: dollars.nullish(),
  human_hours_equivalent: hours.nullish(),
  human_cost_equivalent: dollars.nullish(),
  wall_seconds: seconds.nullish(),
  word_count: words.nullish(),
});

/**
 * One execution of the v1.0 shape; null, with a rejection, where it has no identity or no time.
 *
 * Its topic is that of the first call that names one. Its start and end lie microseconds apart, so they are no duration:
 * seconds are `wall_seconds`, else what the calls took. An end before its start (a clock was set back) counts as the start.
 */
export function executionV1(found: unknown, path: string, reading: Reading): ExecutionRecord | null {
  const { value } = reading.salvage(Execution, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.start_time, `${path}.start_time`);
  if (atMs === null) return null;
  // Without a name it is no pipeline that makes articles; null would say that it is one.
  const agent = value.agent || "unknown";
  const topics: string[] = [];
  const calls = callsOf(value.llm_calls, `${path}.llm_calls`, reading, (call, at) =>
    callV1(call, at, { agent, topics, reading }),
  );
  return {
    kind: "execution",
    executionId: value.execution_id,
    startText: value.start_time,
    atMs,
    endMs: Math.max(atMs, reading.ms(value.end_time, `${path}.end_time`) ?? atMs),
    agent,
    topic: topics[0] ?? null,
    humanHours: value.human_hours_equivalent ?? null,
    humanCostNanoUsd: nanoUsdOrNull(value.human_cost_equivalent),
    words: value.word_count ?? null,
    seconds: value.wall_seconds ?? secondsOf(calls, `${path}.llm_calls`, reading),
    totalCostNanoUsd: nanoUsdOrNull(value.total_cost_usd),
    calls,
  };
}

/** What a call takes from its execution, and gives to it: the topics that calls name. */
interface Around {
  agent: string | null;
  topics: string[];
  reading: Reading;
}

function callV1(found: unknown, path: string, { agent, topics, reading }: Around): CallRecord | null {
  const { value, drops } = reading.salvage(Call, found, path);
  if (value === null) return null;
  if (value.metadata?.topic) topics.push(value.metadata.topic);
  return {
    atMs: reading.ms(value.timestamp, `${path}.timestamp`),
    agent: value.agent || agent || "unknown",
    model: value.model || "unknown",
    ...tokensAt(path, givenTokens(value), drops, reading),
    costNanoUsd: nanoUsdOrNull(value.cost_usd),
    seconds: value.duration_seconds ?? null,
    stage: value.metadata?.stage || null,
  };
}

const givenTokens = (call: z.output<typeof Call>) => ({
  input: call.input_tokens,
  output: call.output_tokens,
  total: call.total_tokens,
  costUsd: call.cost_usd,
  caches: [
    ["", call],
    ["tokens_used.", call.tokens_used],
    ["usage.", call.usage],
    ["metadata.", call.metadata],
  ] as const,
});
