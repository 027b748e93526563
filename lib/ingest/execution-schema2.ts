import type { z } from "zod";
import { type NanoUsd, USD_MAX } from "@/lib/domain/money";
import type { CallRecord, ExecutionRecord } from "@/lib/domain/record";
import { callsOf, nanoUsdOrNull, promptCounts, secondsOf, tokensAt } from "./call";
import { cacheCounts } from "./call-tokens";
import { dollars, fields, hours, identity, list, name, seconds, timeText, words } from "./figures";
import { foundMessage } from "./found";
import type { Reading } from "./reading";

const Agent = fields({
  agent_name: name.nullish(),
  model: name.nullish(),
  tokens_used: fields({ ...promptCounts, ...cacheCounts }).nullish(),
  ...cacheCounts,
  cost_usd: dollars.nullish(),
  duration_seconds: seconds.nullish(),
  usage: fields(cacheCounts).nullish(),
  metadata: fields({ stage: name.nullish(), ...cacheCounts }).nullish(),
});

const Execution = fields({
  execution_id: identity,
  timestamp: timeText,
  topic: name.nullish(),
  agents: list.nullish(),
  wall_seconds: seconds.nullish(),
  totals: fields({
    total_cost_usd: dollars.nullish(),
    human_hours_equivalent: hours.nullish(),
    word_count: words.nullish(),
  }).nullish(),
  benchmarks: fields({ human_hourly_rate_usd: dollars.nullish() }).nullish(),
});

/**
 * One execution of the JSON-Schema shape, in which every execution is an article; null where it has no identity or no time.
 * Its human cost is its own hours at its own hourly rate, unknown without either.
 */
export function executionSchema2(found: unknown, path: string, reading: Reading): ExecutionRecord | null {
  const { value } = reading.salvage(Execution, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.timestamp, `${path}.timestamp`);
  if (atMs === null) return null;
  const calls = callsOf(value.agents, `${path}.agents`, reading, (agent, at) =>
    callOfAgent(agent, at, reading),
  );
  const humanHours = value.totals?.human_hours_equivalent ?? null;
  return {
    kind: "execution",
    executionId: value.execution_id,
    startText: value.timestamp,
    atMs,
    endMs: atMs,
    agent: null,
    topic: value.topic || null,
    humanHours,
    humanCostNanoUsd: humanCost(humanHours, value.benchmarks?.human_hourly_rate_usd, path, reading),
    words: value.totals?.word_count ?? null,
    seconds: value.wall_seconds ?? secondsOf(calls, `${path}.agents`, reading),
    totalCostNanoUsd: nanoUsdOrNull(value.totals?.total_cost_usd),
    calls,
  };
}

function humanCost(
  humanHours: number | null,
  hourlyUsd: number | null | undefined,
  path: string,
  reading: Reading,
): NanoUsd | null {
  if (humanHours === null || hourlyUsd === null || hourlyUsd === undefined) return null;
  const costUsd = humanHours * hourlyUsd;
  if (costUsd <= USD_MAX) return nanoUsdOrNull(costUsd);
  const rate = `${path}.benchmarks.human_hourly_rate_usd`;
  reading.reject(rate, foundMessage(hourlyUsd, `hours times rate up to ${USD_MAX} dollars`));
  return null;
}

function callOfAgent(found: unknown, path: string, reading: Reading): CallRecord | null {
  const { value, drops } = reading.salvage(Agent, found, path);
  if (value === null) return null;
  return {
    atMs: null,
    agent: value.agent_name || "unknown",
    model: value.model || "unknown",
    ...tokensAt(path, givenTokens(value), drops, reading),
    costNanoUsd: nanoUsdOrNull(value.cost_usd),
    seconds: value.duration_seconds ?? null,
    stage: value.metadata?.stage || null,
  };
}

const givenTokens = (agent: z.output<typeof Agent>) => ({
  input: agent.tokens_used?.prompt_tokens,
  output: agent.tokens_used?.completion_tokens,
  total: agent.tokens_used?.total_tokens,
  costUsd: agent.cost_usd,
  caches: [
    ["", agent],
    ["tokens_used.", agent.tokens_used],
    ["usage.", agent.usage],
    ["metadata.", agent.metadata],
  ] as const,
});
