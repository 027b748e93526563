import { between, type Draw, drawsOf, wholeBetween } from "@/lib/demo/random";

const SEED = 20_261_123;
const DAY_MS = 86_400_000;
const AGENTS = ["research_agent", "writer_agent", "editor_agent", "graphics_agent", "pipeline"] as const;
const MODELS = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4-6", "claude-opus-4-7", "claude-haiku-4-5"] as const;
/** Calls per execution, in turn: three on average. */
const CALLS = [1, 2, 3, 4, 5] as const;

export const CALLS_PER_EXECUTION = 3;

export interface Execution {
  execution_id: string;
  agent: string;
  start_time: string;
  end_time: string;
  llm_calls: object[];
  total_cost_usd: number;
  human_hours_equivalent: number;
  human_cost_equivalent: number;
}

/** Executions `from` up to `to` of `count` that are spread evenly over the `days` before `untilMs`, in v1.0 shape. */
export function executions(
  { count, days, untilMs }: { count: number; days: number; untilMs: number },
  from: number,
  to: number,
): Execution[] {
  const stepMs = (days * DAY_MS) / count;
  return Array.from({ length: to - from }, (_, offset) => {
    const index = from + offset;
    return execution(index, untilMs - (count - index) * stepMs, drawsOf(SEED, count, index));
  });
}

function execution(index: number, atMs: number, draw: Draw): Execution {
  const agent = AGENTS[index % AGENTS.length]!;
  const start_time = new Date(atMs).toISOString();
  const calls = Array.from({ length: CALLS[Math.floor(index / AGENTS.length) % CALLS.length]! }, () =>
    call(agent, index, start_time, draw),
  );
  return {
    execution_id: `${agent}_${index}`,
    agent,
    start_time,
    end_time: new Date(atMs + wholeBetween(draw, 20_000, 400_000)).toISOString(),
    llm_calls: calls,
    total_cost_usd: Number(calls.reduce((sum, { cost_usd }) => sum + (cost_usd ?? 0), 0).toFixed(4)),
    human_hours_equivalent: 2,
    human_cost_equivalent: 150,
  };
}

/** One call in twenty names no cost, so that the price table has work. */
function call(agent: string, index: number, timestamp: string, draw: Draw) {
  const input_tokens = wholeBetween(draw, 200, 8000);
  const output_tokens = wholeBetween(draw, 100, 3000);
  const cost = { cost_usd: Number((input_tokens * 2.5e-6 + output_tokens * 1e-5).toFixed(6)) };
  return {
    timestamp,
    agent,
    model: MODELS[wholeBetween(draw, 0, MODELS.length - 1)]!,
    input_tokens,
    output_tokens,
    total_tokens: input_tokens + output_tokens,
    ...(draw() < 0.05 ? { cost_usd: undefined } : cost),
    duration_seconds: Number(between(draw, 0.5, 40).toFixed(2)),
    metadata: agent === "pipeline" ? { topic: `Article ${index} on what machines cost` } : {},
  };
}

/** `execution_roi.json` as the pipeline writes it: indented, whole, with the time of its last change. */
export const document = (kept: readonly Execution[], lastUpdatedMs: number): string =>
  JSON.stringify(
    {
      version: "1.0",
      created: "2026-01-08T11:06:14.076583",
      executions: kept,
      summary: { last_updated: new Date(lastUpdatedMs).toISOString() },
    },
    null,
    2,
  );

/** The lines of agent_sdk_costs.jsonl that belong to the pipeline's own executions among these. */
export const costLines = (kept: readonly Execution[]): string =>
  kept
    .filter(({ agent }) => agent === "pipeline")
    .map(({ llm_calls, end_time, total_cost_usd }) => {
      const { topic } = (llm_calls[0] as { metadata: { topic: string } }).metadata;
      return `${JSON.stringify({
        timestamp: end_time,
        topic,
        writer_model: "claude-sonnet-4-6",
        writer_cost_usd: total_cost_usd,
        graphics_model: "gpt-4o",
        graphics_cost_usd: 0.02,
        total_cost_usd: total_cost_usd + 0.02,
        article_chars: 5400,
        publication_validator_passed: true,
      })}\n`;
    })
    .join("");
