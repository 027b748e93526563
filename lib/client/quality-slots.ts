import type { GATES, QualityPoint, QualityReply } from "@/lib/contract/quality";
import { ENOUGH } from "@/lib/domain/interval";
import { gathered, type Slot, type Unit, unitOf } from "./buckets";

export type Gate = (typeof GATES)[number];
export type ScoreSource = keyof QualityPoint["editorial_score"];

/** What was checked in one place on the time axis. Null where nothing was. */
export interface QualitySlot extends Slot {
  /** Runs whose editor told its gates. */
  gateRuns: number;
  gates: Record<Gate, { passed: number; checked: number; rate: number | null }>;
  yieldRate: number | null;
  scores: Record<ScoreSource, { samples: number; mean: number | null }>;
}

/** What was checked, on the axis of a chart. Days that are put together add up first; rates are then ratios of sums. */
export const qualitySlots = (reply: QualityReply, unit = unitOf(reply)): QualitySlot[] =>
  gathered(reply, reply.series, unit).map(({ slot, rows }) => ({ ...slot, ...figures(rows) }));

/** Days in weeks where a day has too few checks for a rate to say much, and there are weeks. */
export function telling(reply: QualityReply, checks: number): Unit {
  const unit = unitOf(reply);
  const days = (Date.parse(reply.to) - Date.parse(reply.from)) / DAY_MS;
  return unit === "day" && days >= DAYS_MIN && checks / days < ENOUGH ? "week" : unit;
}

const DAY_MS = 86_400_000;
const DAYS_MIN = 14;

function figures(rows: readonly QualityPoint[]): Omit<QualitySlot, keyof Slot> {
  const sum = (of: (row: QualityPoint) => number) => rows.reduce((total, row) => total + of(row), 0);
  const gate = (name: Gate) => {
    const passed = sum((row) => row.passed[name]);
    const checked = passed + sum((row) => row.failed[name]);
    return { passed, checked, rate: quotient(passed, checked) };
  };
  const score = (source: ScoreSource) => {
    const samples = sum((row) => row.samples.editorial_score[source]);
    const total = sum((row) => (row.editorial_score[source] ?? 0) * row.samples.editorial_score[source]);
    return { samples, mean: quotient(total, samples) };
  };
  return {
    gateRuns: sum((row) => row.samples.gate_runs),
    gates: {
      editor: gate("editor"),
      draft_validation: gate("draft_validation"),
      chart_embedding: gate("chart_embedding"),
      visual_qa: gate("visual_qa"),
      publication_validator: gate("publication_validator"),
    },
    yieldRate: quotient(
      sum((row) => row.yield_passed),
      sum((row) => row.samples.first_pass_yield),
    ),
    scores: { article_costs: score("article_costs"), article_evals: score("article_evals") },
  };
}

const quotient = (over: number, under: number): number | null => (under === 0 ? null : over / under);
