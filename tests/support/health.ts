import type { ComponentState, HealthComponentsReply, HealthDay } from "@/lib/contract/health";

const DAY_MS = 86_400_000;
const NOON = "2026-11-23T12:00:00.000Z";

/** A day that was known throughout, and up but for these seconds. */
export const day = (time: string, faults: Partial<HealthDay> = {}): HealthDay => {
  const { degraded_s = 0, down_s = 0 } = faults;
  const up_s = 86_400 - degraded_s - down_s;
  return { time, up_s, degraded_s, down_s, availability: 1 - down_s / 86_400, coverage: 1, ...faults };
};

export const UNKNOWN_DAY = { up_s: 0, degraded_s: 0, down_s: 0, availability: null, coverage: 0 };

/** Days before and including 23 November 2026, oldest first. */
export const days = (...faults: Partial<HealthDay>[]): HealthDay[] =>
  faults.map((fault, index) =>
    day(
      new Date(Date.parse("2026-11-23T00:00:00Z") - (faults.length - 1 - index) * DAY_MS).toISOString(),
      fault,
    ),
  );

/** A component that is well. */
export const component = (facts: Partial<ComponentState> = {}): ComponentState => ({
  name: "rag",
  environment: null,
  status: "healthy",
  stale: false,
  available: true,
  reported: true,
  received: NOON,
  since: "2026-11-23T08:48:00.000Z",
  interval_s: 60,
  latency_ms: 168,
  fallback: null,
  error: null,
  last_error: null,
  version: null,
  details: {},
  probe: null,
  uptime: { up_s: 86_400, degraded_s: 0, down_s: 0, availability: 1, coverage: 1, results: 1440 },
  days: days({}),
  ...facts,
});

export const health = (...components: ComponentState[]): HealthComponentsReply => ({
  from: "2026-08-26T00:00:00.000Z",
  to: "2026-11-24T00:00:00.000Z",
  timezone: "UTC",
  status: "healthy",
  live: "blue",
  version: "sprint-14",
  components,
});
