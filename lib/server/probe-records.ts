import type { Parsed } from "@/lib/domain/record";
import { HEALTH_STATUSES, type HealthRecord, type HealthStatus } from "@/lib/domain/signals";
import type { Answered, ProbeAnswer } from "@/lib/drivers/probe-answer";
import { type HealthAnswer, healthAnswer } from "./probe-document";

const ERROR_MAX = 2000;

/** What a run of a probe says of the components, and what was wrong with asking; null: it was answered as agreed. */
export interface ProbeResult {
  parsed: Parsed<HealthRecord>;
  trouble: string | null;
}

type Came = Exclude<ProbeAnswer, { kind: "unchanged" }>;

/**
 * What an answer says: the components of its health document, and exactly one result of the probe itself. Total.
 *
 * The probe's own result is the component of its name where the document has one, else as bad as the worst. It has
 * the document's latency; where that says none, the time that asking took: of a command only where it stands for itself,
 * because starting a program is not the component's latency. Times are left out: the result is of now.
 */
export function probeRecords(name: string, answer: Came, tookMs: number): ProbeResult {
  if (answer.kind === "failed") return troubled(name, answer.error);
  const document = healthAnswer(answer.body, name);
  if (document.kind === "document") return ofDocument(name, answer, document, tookMs);
  const amiss = whyNone(answer, document);
  const { status, remark, broken } = answer;
  if (status === null || amiss !== null) return troubled(name, [remark, amiss].filter(Boolean).join("; "));
  const latencyMs = status === "unhealthy" ? null : tookMs;
  const own: HealthRecord = { ...bare(name, status), latencyMs, error: shortened(remark) };
  return { parsed: parsedOf([own]), trouble: broken ? own.error : null };
}

/** What is wrong with an answer that is no document; null where its exit code or status is all that was asked for. */
function whyNone({ medium }: Answered, found: Exclude<HealthAnswer, { kind: "document" }>): string | null {
  if (found.kind === "empty") return medium === "file" ? "the file is empty" : null;
  return found.kind === "other" && medium === "http" ? null : `not readable: ${found.why}`;
}

function ofDocument(
  name: string,
  answer: Answered,
  { parsed, status }: Extract<HealthAnswer, { kind: "document" }>,
  tookMs: number,
): ProbeResult {
  const told = parsed.records.map((record) => ({ ...record, atMs: null, timeText: null, environment: null }));
  const mine = told.find(({ component }) => component === name);
  const others = told.filter(({ component }) => component !== name);
  const worst = worstOf([status, ...told.map((record) => record.status)]);
  const exit = answer.medium === "command" ? answer.status : null;
  const [only] = told.length === 1 ? told : [];
  const measured = answer.medium === "file" || (answer.medium === "command" && mine) ? null : tookMs;
  const [left] = parsed.rejections;
  const own: HealthRecord = {
    ...(mine ?? { ...bare(name, worst), version: told[0]?.version ?? null }),
    status: exit !== null && rank(exit) > rank(worst) ? exit : (mine?.status ?? worst),
    latencyMs: mine?.latencyMs ?? only?.latencyMs ?? measured,
    error:
      mine?.error ??
      shortened(answer.broken ? answer.remark : left ? `left out: ${left.path}: ${left.message}` : null),
  };
  return {
    parsed: { ...parsed, records: [...others, own] },
    trouble: answer.broken ? answer.remark : null,
  };
}

const rank = (status: HealthStatus): number => HEALTH_STATUSES.indexOf(status);

/** A document without any word of its status is healthy: it stands, and names nothing that is not. */
const worstOf = (statuses: readonly (HealthStatus | null)[]): HealthStatus =>
  HEALTH_STATUSES.findLast((status) => statuses.includes(status)) ?? "healthy";

function troubled(name: string, trouble: string): ProbeResult {
  const error = shortened(trouble);
  const own: HealthRecord = { ...bare(name, "unhealthy"), available: false, error };
  return { parsed: parsedOf([own]), trouble: error };
}

const shortened = (text: string | null): string | null =>
  text === null ? null : text.slice(0, ERROR_MAX).toWellFormed().replaceAll("\0", "�");

const bare = (component: string, status: HealthStatus): HealthRecord => ({
  kind: "health",
  environment: null,
  component,
  atMs: null,
  timeText: null,
  status,
  available: null,
  fallback: null,
  latencyMs: null,
  error: null,
  queryTest: null,
  version: null,
  details: "{}",
});

const parsedOf = (records: HealthRecord[]): Parsed<HealthRecord> => ({
  records,
  rejections: [],
  notices: [],
  lastUpdatedMicros: null,
  malformed: null,
});
