import { describe, expect, test } from "vitest";
import { latencySlots } from "@/lib/client/latency-slots";
import type { LatencyReply } from "@/lib/contract/latency";
import { binOf } from "@/lib/domain/histogram";
import fc from "@/tests/support/laws";

const point = (time: string, samplesMs: readonly number[]): LatencyReply["series"][number] => ({
  time,
  count: samplesMs.length,
  p50: samplesMs[0] ?? null,
  p95: null,
  p99: null,
  max: Math.max(...samplesMs),
  bins: samplesMs.map((ms) => ({ bin: binOf(ms / 1000), count: 1 })),
});

const reply = (series: LatencyReply["series"], to = "2026-11-23T00:00:00.000Z"): LatencyReply => ({
  from: "2026-08-24T00:00:00.000Z",
  to,
  timezone: "UTC",
  bucket: "day",
  name: "rag",
  names: ["rag"],
  total: { count: 0, p50: null, p95: null, p99: null, max: null },
  series,
});

const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe("latencies on an axis", () => {
  test("of a bucket that stands alone are the server's own", () => {
    const slots = latencySlots(
      reply([point("2026-08-24T00:00:00.000Z", [168.4])], "2026-08-26T00:00:00.000Z"),
    );
    expect(slots[0]).toMatchObject({ samples: 1, p50Ms: 168.4, p95Ms: null, maxMs: 168.4 });
  });

  test("of days that become a week come from the merged histogram, so twenty samples of two days have a p95", () => {
    const [week] = latencySlots(
      reply([
        point("2026-08-24T00:00:00.000Z", times(18, 100)),
        point("2026-08-25T00:00:00.000Z", [900, 900]),
      ]),
    );
    expect(week).toMatchObject({ samples: 20, maxMs: 900 });
    expect(week?.p50Ms).toBeCloseTo(100, -1);
    expect(week?.p95Ms).toBeGreaterThan(860);
    expect(week?.p95Ms).toBeLessThanOrEqual(900);
  });

  test("of a week without samples are unknown, not zero", () => {
    expect(latencySlots(reply([]))[0]).toMatchObject({ samples: 0, p50Ms: null, p95Ms: null, maxMs: null });
  });

  test("do not depend on which day a sample fell on, and never exceed the largest", () => {
    const anyTimes = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(anyTimes, fc.nat(), (samplesMs, cut) => {
        const at = 1 + (cut % (samplesMs.length - 1));
        const week = (...days: (readonly number[])[]) =>
          latencySlots(reply(days.map((day, index) => point(`2026-08-2${4 + index}T00:00:00.000Z`, day))))[0];
        const one = week(samplesMs.slice(0, at), samplesMs.slice(at));
        expect(week(samplesMs.slice(at), samplesMs.slice(0, at))).toEqual(one);
        expect(one?.samples).toBe(samplesMs.length);
        expect(one?.p95Ms ?? 0).toBeLessThanOrEqual(Math.max(...samplesMs));
      }),
    );
  });
});
