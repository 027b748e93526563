import { GATES, type QualityPoint, type QualityReply } from "@/lib/contract/quality";
import { intervalOfFew } from "@/lib/domain/interval";
import { GATE_PASS_RATE } from "@/lib/domain/targets";

type Gate = (typeof GATES)[number];

/** What was checked, by gate: passed and failed. What is not named was not checked. */
export interface Checked {
  gates?: Partial<Record<Gate, readonly [number, number]>>;
  firstPass?: readonly [number, number];
  scores?: Partial<Record<"article_costs" | "article_evals", readonly [mean: number, samples: number]>>;
}

const NONE = [0, 0] as const;
const perOne = (passed: number, failed: number): number | null =>
  passed + failed === 0 ? null : passed / (passed + failed);

function ratesOf({ gates = {}, firstPass = NONE, scores = {} }: Checked) {
  const rate = (gate: Gate) => perOne(...(gates[gate] ?? NONE));
  const checked = (gate: Gate) => (gates[gate] ?? NONE)[0] + (gates[gate] ?? NONE)[1];
  const mean = (source: "article_costs" | "article_evals") => scores[source]?.[0] ?? null;
  return {
    gate_pass_rate: rate("editor"),
    first_pass_yield: perOne(...firstPass),
    chart_embedding_rate: rate("chart_embedding"),
    validator_pass_rate: rate("publication_validator"),
    draft_validation_rate: rate("draft_validation"),
    editorial_score: { article_costs: mean("article_costs"), article_evals: mean("article_evals") },
    samples: {
      gate_pass_rate: checked("editor"),
      gate_runs: checked("editor") / 5,
      first_pass_yield: firstPass[0] + firstPass[1],
      chart_embedding_rate: checked("chart_embedding"),
      validator_pass_rate: checked("publication_validator"),
      draft_validation_rate: checked("draft_validation"),
      editorial_score: {
        article_costs: scores.article_costs?.[1] ?? 0,
        article_evals: scores.article_evals?.[1] ?? 0,
      },
    },
  };
}

const by = (value: (gate: Gate) => number): Record<Gate, number> => ({
  editor: value("editor"),
  draft_validation: value("draft_validation"),
  chart_embedding: value("chart_embedding"),
  visual_qa: value("visual_qa"),
  publication_validator: value("publication_validator"),
});

/** One bucket of a series. */
export const checkedAt = (time: string, checked: Checked): QualityPoint => ({
  time,
  ...ratesOf(checked),
  passed: by((gate) => (checked.gates?.[gate] ?? NONE)[0]),
  failed: by((gate) => (checked.gates?.[gate] ?? NONE)[1]),
  yield_passed: (checked.firstPass ?? NONE)[0],
});

/** What the server answers of thirty days in which this was checked, all of it on one day. */
export function qualityReply(checked: Checked, more: Partial<QualityReply> = {}): QualityReply {
  const of = (gate: Gate) => checked.gates?.[gate] ?? NONE;
  const interval = ([passed, failed]: readonly [number, number]) => intervalOfFew(passed, passed + failed);
  return {
    from: "2026-10-24T00:00:00.000Z",
    to: "2026-11-24T00:00:00.000Z",
    timezone: "UTC",
    bucket: "day",
    ...ratesOf(checked),
    intervals: {
      gate_pass_rate: interval(of("editor")),
      first_pass_yield: interval(checked.firstPass ?? NONE),
      chart_embedding_rate: interval(of("chart_embedding")),
      validator_pass_rate: interval(of("publication_validator")),
      draft_validation_rate: interval(of("draft_validation")),
    },
    targets: { ...GATE_PASS_RATE },
    gates: GATES.map((name) => ({
      name,
      passed: of(name)[0],
      failed: of(name)[1],
      pass_rate: perOne(...of(name)),
      interval: interval(of(name)),
    })),
    series: Object.keys(checked).length === 0 ? [] : [checkedAt("2026-11-02T00:00:00.000Z", checked)],
    failures: [],
    rejected: [],
    ...more,
  };
}
