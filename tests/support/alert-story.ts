import type { Kind } from "@/lib/ingest/parse";

export const STORY_MS = Date.UTC(2026, 10, 23, 12);
export const MINUTE_MS = 60_000;
export const STEPS = 90;

interface Told {
  kind: Kind;
  lines: object[];
}

const iso = (ms: number): string => new Date(ms).toISOString();
const within = (step: number, from: number, to: number): boolean => step >= from && step < to;

/** What is told in a minute of the story: the same however often that minute is played. */
export function evidenceOf(step: number): Told[] {
  const endMs = STORY_MS + step * MINUTE_MS;
  const slow = within(step, 20, 40);
  const high = within(step, 5, 25) || within(step, 50, 70);
  const rag = [45, 30, 15, 0].map((seconds) => ({
    ...{ timestamp: iso(endMs - seconds * 1000), name: "rag", value_ms: slow ? 900 : 100 },
  }));
  const memory = [{ timestamp: iso(endMs), memory_bytes: high ? 1_700_000_000 : 1_000_000_000 }];
  const error = { class: "llm_api", kind: "timeout", message: "it broke", job: `job ${step}` };
  const jobs: Told = within(step, 30, 33)
    ? { kind: "errors", lines: [{ timestamp: iso(endMs), ...error }] }
    : {
        kind: "article-costs",
        lines: [{ timestamp: iso(endMs), topic: `topic ${step}`, total_cost_usd: 0.5 }],
      };
  return [{ kind: "latency", lines: rag }, { kind: "resources", lines: memory }, jobs];
}
