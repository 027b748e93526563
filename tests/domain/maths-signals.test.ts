import { describe, expect, test } from "vitest";
import { daysLeft, forecastNano, monthOf } from "@/lib/domain/budget";
import { type FailingJob, failedJobs, opensJob } from "@/lib/domain/failed-job";
import { binOf, middleOf } from "@/lib/domain/histogram";
import { nanoUsd, usd } from "@/lib/domain/money";
import { perOne } from "@/lib/domain/roi";
import { CPU_CORES_MAX, MEMORY_BYTES } from "@/lib/domain/targets";
import { Calendar } from "@/lib/domain/time";

// Every number here stands in docs/maths.md, as those of maths.test.ts do.

const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);

test("percentiles: 230 ms falls into bin -37, whose middle is 229.75 ms", () => {
  expect(binOf(0.23)).toBe(-37);
  expect(middleOf(binOf(0.23)) * 1000).toBeCloseTo(229.75, 2);
});

describe("error rate", () => {
  test("errors at 10:00:00, 10:00:30, 10:01:00 and 10:01:01 without a job are 2 failed jobs", () => {
    const opened: number[] = [];
    for (const atMs of ["10:00:00", "10:00:30", "10:01:00", "10:01:01"].map(at))
      if (opensJob(atMs, opened.at(-1) ?? null, "")) opened.push(atMs);
    expect(opened).toHaveLength(2);
  });

  test("errors of rates at 10:00, 10:20 and 10:40 with an article at 10:45 are no failed job", () => {
    const job: FailingJob = {
      environment: "",
      topicKey: "rates",
      openedMs: at("10:00"),
      lastMs: at("10:40"),
    };
    expect(["10:20", "10:40"].some((time) => opensJob(at(time), job.openedMs, "rates"))).toBe(false);
    const finishedMs = at("10:45");
    const article = { id: "a", environment: "", topicKey: "rates", finishedMs, atMs: finishedMs };
    expect(failedJobs([job], [article])).toEqual([]);
  });

  test("3 of 21 are 14.29 %, and with one bad article of the 18 it is 4 of 21, 19.05 %", () => {
    expect((perOne(3, 18 + 3) ?? 0) * 100).toBeCloseTo(14.29, 2);
    expect((perOne(4, 18 + 3) ?? 0) * 100).toBeCloseTo(19.05, 2);
  });
});

test("memory and processor: targets are 2 GB, 1.5 GB and 4 cores", () => {
  expect([MEMORY_BYTES.max, MEMORY_BYTES.warning, CPU_CORES_MAX]).toEqual([2_000_000_000, 1_500_000_000, 4]);
});

describe("budget", () => {
  test("$2.90 by noon of 23 November, $0.70 in the week before, 7.5 days left: $3.65, and of $10 29 % and 36.5 %", () => {
    const calendar = new Calendar("UTC");
    const nowMs = Date.parse("2026-11-23T12:00:00Z");
    const left = daysLeft(nowMs, monthOf(nowMs, calendar), calendar);
    expect(left).toBe(7.5);
    const forecast = forecastNano(
      nanoUsd(2.9),
      Array.from({ length: 7 }, () => nanoUsd(0.1)),
      left,
    );
    expect(usd(forecast!)).toBe(3.65);
    expect([2.9 / 10, usd(forecast!) / 10]).toEqual([0.29, 0.365]);
  });
});
