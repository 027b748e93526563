import { describe, expect, test } from "vitest";
import { errorSlots, jobSlots } from "@/lib/client/error-slots";
import { resourceSlots } from "@/lib/client/resource-slots";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { ResourcesReply } from "@/lib/contract/resources";

/** A quarter, so that days become weeks. */
const HEAD = {
  from: "2026-08-24T00:00:00.000Z",
  to: "2026-11-23T00:00:00.000Z",
  timezone: "UTC",
  bucket: "day",
} as const;
const [MONDAY, TUESDAY] = ["2026-08-24T00:00:00.000Z", "2026-08-25T00:00:00.000Z"];

const NOTHING_USED = {
  memory_samples: 0,
  memory_bytes: null,
  memory_max_bytes: null,
  cpu_samples: 0,
  cpu_cores: null,
  cpu_max_cores: null,
};

const resources = (series: ResourcesReply["series"]): ResourcesReply => ({
  ...HEAD,
  targets: { memory_bytes: 2e9, memory_warn_bytes: 1.5e9, cpu_cores: 4 },
  latest: null,
  total: NOTHING_USED,
  series,
});

describe("resources on an axis", () => {
  test("are put together by their samples: a day of three weighs three times", () => {
    const [week] = resourceSlots(
      resources([
        { ...NOTHING_USED, time: MONDAY, memory_samples: 3, memory_bytes: 1e9, memory_max_bytes: 1.1e9 },
        { ...NOTHING_USED, time: TUESDAY, memory_samples: 1, memory_bytes: 2e9, memory_max_bytes: 2e9 },
      ]),
    );
    expect(week).toMatchObject({ memorySamples: 4, memoryBytes: 1.25e9, memoryMaxBytes: 2e9 });
  });

  test("are unknown where nothing tells them, one without the other, too", () => {
    const [week, next] = resourceSlots(
      resources([{ ...NOTHING_USED, time: MONDAY, cpu_samples: 1, cpu_cores: 0.5, cpu_max_cores: 0.5 }]),
    );
    expect(week).toMatchObject({ memoryBytes: null, memoryMaxBytes: null, cpuCores: 0.5 });
    expect(next).toMatchObject({ cpuSamples: 0, cpuCores: null });
  });
});

const errors: ErrorsReply = {
  ...HEAD,
  group: "class",
  count: 5,
  error_rate: 0.25,
  failed_jobs: 1,
  finished_jobs: 4,
  rate_limited: 0,
  classes: [],
  series: [
    { time: MONDAY, key: "llm_api", count: 2 },
    { time: TUESDAY, key: "llm_api", count: 1 },
    { time: TUESDAY, key: "database", count: 2 },
  ],
  jobs: [
    { time: MONDAY, failed_jobs: 1, finished_jobs: 1, error_rate: 1 },
    { time: TUESDAY, failed_jobs: 0, finished_jobs: 3, error_rate: 0 },
  ],
  latest: [],
};

describe("errors on an axis", () => {
  test("add up, and a week without any has none", () => {
    expect(errorSlots(errors, ["llm_api", "database"]).values.slice(0, 2)).toEqual([
      [3, 2],
      [0, 0],
    ]);
  });

  test("as a rate are failed jobs through finished ones, not a mean of rates", () => {
    expect(jobSlots(errors)[0]).toMatchObject({ failed: 1, finished: 4, rate: 0.25 });
  });

  test("have no rate where no job ended", () => {
    expect(jobSlots(errors)[1]?.rate).toBeNull();
  });
});
