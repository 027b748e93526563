import { TRAITS } from "./environments";
import { between, type Draw, drawsOf, uuid, wholeBetween } from "./random";
import { dayOf, type Model, PARTS, type Part, type Story, writesBadly } from "./story";
import { type AgentWork, rounded, workOn } from "./work";

/** An article's line is written at most this long after its execution ended. */
export const LINE_LAG_MS_MAX = 2_000;

const BENCHMARKS = {
  writing_hours_per_1k_words: 3,
  editing_hours_per_1k_words: 1.5,
  human_hourly_rate_usd: 50,
};

/** An execution as `execution_roi.json` holds it in its JSON-Schema shape. `timestamp` is when it ended. */
export interface Execution {
  execution_id: string;
  timestamp: string;
  topic: string;
  agents: AgentWork[];
  totals: {
    total_tokens: number;
    total_cost_usd: number;
    human_hours_equivalent: number;
    roi_multiplier: number;
    time_saved_hours: number;
    word_count: number;
  };
  benchmarks: typeof BENCHMARKS;
}

type CostOfParts = Record<`${Part}_cost_usd`, number> & Record<`${Part}_model`, Model>;

/** A line of `agent_sdk_costs.jsonl`. */
export interface CostLine extends CostOfParts {
  timestamp: string;
  topic: string;
  total_cost_usd: number;
  stage3_seconds: number;
  stage4_seconds: number;
  wall_seconds: number;
  editorial_score: number;
  gates_passed: number;
  publication_validator_passed: boolean;
  article_chars: number;
}

/** When an article ended and what it was about; `ordinal` tells it from the others of its day. */
export interface Slot {
  endMs: number;
  ordinal: number;
  topic: string;
}

/** The two records that the pipeline leaves of one article. */
export interface Article {
  execution: Execution;
  costLine: CostLine;
}

interface Work {
  words: number;
  of: Record<Part, AgentWork>;
  costUsd: number;
}

export function article(story: Story, slot: Slot): Article {
  const draw = drawsOf(story.seed, dayOf(slot.endMs), 2, slot.ordinal);
  const words = wholeBetween(draw, 900, 1600);
  const of = workOn(story, slot.endMs, words, draw);
  const costUsd = rounded(total(of, "cost_usd"), 6);
  const work = { words, of, costUsd };
  return { execution: execution(slot, work, draw), costLine: costLine(story, slot, work, draw) };
}

function execution({ endMs, topic }: Slot, { words, of, costUsd }: Work, draw: Draw): Execution {
  const { writing_hours_per_1k_words, editing_hours_per_1k_words, human_hourly_rate_usd } = BENCHMARKS;
  const hours = rounded((words / 1000) * (writing_hours_per_1k_words + editing_hours_per_1k_words), 3);
  return {
    execution_id: uuid(draw),
    timestamp: new Date(endMs).toISOString(),
    topic,
    agents: PARTS.map((part) => of[part]),
    totals: {
      total_tokens: PARTS.reduce((tokens, part) => tokens + of[part].tokens_used.total_tokens, 0),
      total_cost_usd: costUsd,
      human_hours_equivalent: hours,
      roi_multiplier: rounded((hours * human_hourly_rate_usd) / costUsd, 2),
      time_saved_hours: hours,
      word_count: words,
    },
    benchmarks: BENCHMARKS,
  };
}

function costLine(story: Story, { endMs, topic }: Slot, { words, of, costUsd }: Work, draw: Draw): CostLine {
  const writtenMs = endMs + wholeBetween(draw, 1_000, LINE_LAG_MS_MAX);
  const stage3 = total(of, "duration_seconds");
  return {
    timestamp: new Date(writtenMs).toISOString().replace("Z", "+00:00"),
    topic,
    total_cost_usd: costUsd,
    research_cost_usd: of.research.cost_usd,
    research_model: of.research.model,
    writer_cost_usd: of.writer.cost_usd,
    writer_model: of.writer.model,
    editor_cost_usd: of.editor.cost_usd,
    editor_model: of.editor.model,
    graphics_cost_usd: of.graphics.cost_usd,
    graphics_model: of.graphics.model,
    stage3_seconds: rounded(stage3, 2),
    stage4_seconds: 0.01,
    wall_seconds: rounded(stage3 + 0.01, 2),
    editorial_score: wholeBetween(draw, 78, 97),
    gates_passed: gatesPassed(story, endMs, draw()),
    publication_validator_passed: draw() < TRAITS[story.environment].validated,
    article_chars: Math.round(words * between(draw, 5.7, 6.3)),
  };
}

/** Of the editor's five gates. `luck` is from 0 to 1. */
function gatesPassed(story: Story, endMs: number, luck: number): number {
  if (writesBadly(story, endMs)) return luck < 0.25 ? 5 : luck < 0.6 ? 4 : luck < 0.85 ? 3 : 2;
  const { allFive, atLeastFour } = TRAITS[story.environment].gates;
  return luck < allFive ? 5 : luck < atLeastFour ? 4 : 3;
}

const total = (of: Record<Part, AgentWork>, figure: "cost_usd" | "duration_seconds"): number =>
  PARTS.reduce((sum, part) => sum + of[part][figure], 0);
