import { hoursWords } from "./checklist-health";
import type { RunFacts } from "./facts";
import type { Finding } from "./finding";
import type { NanoUsd } from "./money";
import { judged, notMet, type Proof, untold } from "./proof";
import { roiMultiplier } from "./roi";
import { percent } from "./words";

type Figure = Pick<Finding, "value" | "n">;

/** "n = 6 of 10 articles …" */
export const countProof = (made: number, atLeast: number, where: string): Proof =>
  judged(made >= atLeast, `n = ${made} of ${atLeast} ${atLeast === 1 ? "article" : "articles"} ${where}`);

/** `value`: the p95 in milliseconds of the last hour. */
export function latencyProof({ value, n }: Figure, limitMs: number, samplesMin: number): Proof {
  const target = `target under ${limitMs} ms`;
  if (n === 0)
    return untold(`no RAG query was timed in the last hour: its health check says latency_ms; ${target}`);
  if (value === null) return untold(`n = ${n} of ${samplesMin} RAG queries that a p95 takes; ${target}`);
  return judged(value < limitMs, `p95 ${short(value, limitMs)} ms of ${n}, ${target}`);
}

/** `value`: dollars of human work for one dollar of the agents', of n articles. */
export function roiProof({ value, n }: Figure, atLeast: number): Proof {
  const target = `target ${atLeast}×`;
  if (value === null) return untold(`ROI of ${n} articles is not known, since it has everything; ${target}`);
  return judged(
    value >= atLeast,
    `ROI ${times(value, atLeast)} of ${n} ${n === 1 ? "article" : "articles"}, ${target}`,
  );
}

/** As everywhere: fewer gates say nothing of a share. */
const GATES_MIN = 10;

export function gatesProof({ passed, failed }: { passed: number; failed: number }, atLeast: number): Proof {
  const evaluated = passed + failed;
  const target = `target ${percent(atLeast)}`;
  if (evaluated < GATES_MIN)
    return untold(
      `n = ${evaluated} of ${GATES_MIN} gates that a share takes, since it has everything; ${target}`,
    );
  const share = passed / evaluated;
  return judged(
    share >= atLeast,
    `${passed} of ${evaluated} gates passed, ${short(share * 100, atLeast * 100)} %, ${target}`,
  );
}

/** What was logged of late; times are UTC milliseconds. `sums` are of the hours since. */
export interface Telemetry {
  newestMs: number | null;
  sinceMs: number;
  nowMs: number;
  hours: number;
  sums: Pick<RunFacts, "executions" | "roi_human_nano" | "roi_cost_nano">;
}

export function telemetryProof({ newestMs, sinceMs, nowMs, hours, sums }: Telemetry): Proof {
  if (newestMs === null) return untold("no execution was ever read: watch a source of kind execution-roi");
  if (newestMs < sinceMs) return notMet(`the newest execution is ${ageWords(nowMs - newestMs)} old`);
  const ratio = roiMultiplier(sums.roi_human_nano as NanoUsd, sums.roi_cost_nano as NanoUsd);
  const roi = ratio === null ? "" : `, ROI ${times(ratio, 0)}`;
  const count = sums.executions === 1 ? "1 execution" : `${sums.executions} executions`;
  return judged(true, `${count} in the last ${hoursWords(hours)}${roi}`);
}

const DAY_MS = 86_400_000;

function ageWords(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  return days === 0 ? "less than a day" : days === 1 ? "a day" : `${days} days`;
}

/** To one decimal; what is below its target never looks as if it had reached it. */
function short(value: number, target: number): number {
  const rounded = Math.round(value * 10) / 10;
  return value < target && rounded >= target ? Math.floor(value * 10) / 10 : rounded;
}

const times = (value: number, target: number): string => `${short(value, target).toLocaleString("en-GB")}×`;
