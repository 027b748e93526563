import { z } from "zod";
import type { Parsed } from "@/lib/domain/record";
import type { EvaluationRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { cut, fields, identity, label, percent, storable, TEXT_MAX, timeText } from "./figures";
import { foundMessage, pathText } from "./found";
import { jsonRecords } from "./json-records";
import { type Reading, surplusMessage } from "./reading";
import { isContainer } from "./salvage";

const SCORES_MAX = 50;
/** What a score may be where the evaluation does not say how much all of them may be. */
const SHARE_MAX = 100;

const POINTS = "a number from 0 to 1e6";
const points = z.number({ error: POINTS }).min(0, { error: POINTS }).max(1e6, { error: POINTS });
const object = z.custom<Readonly<Record<string, unknown>>>(
  (found) => isContainer(found) && !Array.isArray(found),
  { error: "an object" },
);

const Evaluation = fields({
  article_filename: identity,
  timestamp: timeText,
  percentage: percent.nullish(),
  total_score: points.nullish(),
  max_score: points.nullish(),
  scores: object.nullish(),
  details: object.nullish(),
});
type Evaluation = z.output<typeof Evaluation>;

/**
 * Reads `article_evals.json`: the evaluations of articles, an array of them or one.
 *
 * Never throws. An evaluation without a file name, a time or a percentage is left out with a rejection.
 */
export function parseArticleEvals(text: string, zone: Zone): Parsed<EvaluationRecord> {
  return jsonRecords({ text, zone, firstLine: 1, alone: "document" }, (found, path, reading) => {
    const one = evaluation(found, path, reading);
    return one === null ? [] : [one];
  });
}

function evaluation(found: unknown, path: string, reading: Reading): EvaluationRecord | null {
  const { value, drops } = reading.salvage(Evaluation, found, path);
  if (value === null) return null;
  const atMs = reading.ms(value.timestamp, pathText(path, ["timestamp"]));
  if (atMs === null) return null;
  const percentage = percentageOf(value);
  if (percentage === null) {
    const at = pathText(path, ["percentage"]);
    if (!drops.some(({ rejection }) => rejection.path === at))
      reading.reject(
        at,
        foundMessage(
          undefined,
          "a number from 0 to 100, or total_score of max_score; without it the evaluation is left out",
        ),
      );
    return null;
  }
  return {
    kind: "evaluation",
    atMs,
    timestampText: value.timestamp,
    filename: value.article_filename,
    percentage,
    scores: scoresOf(value, pathText(path, ["scores"]), reading),
  };
}

function percentageOf({ percentage, total_score: total, max_score: max }: Evaluation): number | null {
  if (typeof percentage === "number") return percentage;
  if (typeof total !== "number" || typeof max !== "number" || max === 0 || total > max) return null;
  return (total / max) * 100;
}

/** Each score has an equal share of the most that all may be together. */
function scoresOf(value: Evaluation, path: string, reading: Reading): EvaluationRecord["scores"] {
  const found = value.scores ?? {};
  const names = Object.keys(found);
  const share = value.max_score ? value.max_score / names.length : SHARE_MAX;
  const error = `a number from 0 to ${share}`;
  const score = z.number({ error }).min(0, { error }).max(share, { error }).nullish();
  const scores: EvaluationRecord["scores"] = [];
  for (const key of names.slice(0, SCORES_MAX)) {
    if (reading.stopped()) break;
    const at = pathText(path, [key]);
    const name = reading.salvage(label, key, at).value;
    const points = name === null ? null : reading.salvage(score, found[key], at).value;
    if (name !== null && typeof points === "number")
      scores.push({ name, score: points, remark: remarkOf(value, key) });
  }
  if (names.length > SCORES_MAX) reading.reject(path, surplusMessage(names.length, SCORES_MAX));
  return scores;
}

function remarkOf({ details }: Evaluation, key: string): string | null {
  const remark = details && Object.hasOwn(details, key) ? details[key] : null;
  return typeof remark === "string" && remark.trim() !== "" ? storable(cut(remark.trim(), TEXT_MAX)) : null;
}
