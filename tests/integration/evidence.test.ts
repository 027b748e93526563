import { describe, expect, onTestFinished, test } from "vitest";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import type { Environment } from "@/lib/domain/environment";
import { RULE_METRICS } from "@/lib/domain/rule-metrics";
import { rulesInForce, type WrittenRule } from "@/lib/domain/rules-in-force";
import { articlesOf, findingOf, jobsOf } from "@/lib/server/evidence/finding";
import type { Following } from "@/lib/server/follow/following";
import { following } from "@/lib/server/follow/following";
import { type AlertStage, alertStage } from "@/tests/support/alert-stage";

const rule = (written: Partial<WrittenRule>): WatchedRule => {
  const own = { name: "own", severity: "high", op: ">", threshold: 1, ...written } as WrittenRule;
  return rulesInForce({ rules: [own], budget: null }).at(-1)!;
};

const asked = (stage: AlertStage, watched: WatchedRule, environment: Environment | null = "green") => {
  const nowMs = stage.clock.nowMs;
  return findingOf(stage.app, watched, { environment, nowMs, sinceMs: nowMs - watched.windowMs });
};

const said = async (stage: AlertStage, written: Partial<WrittenRule>) => {
  const { finding } = await asked(stage, rule(written));
  return `${finding.verdict}: ${finding.said}`;
};

/** A health check of one component, as a probe or a push tells it. */
const healthDocument = (stage: AlertStage, component: string, status: string, more = {}) =>
  JSON.stringify({ status, timestamp: stage.iso(), components: { [component]: { status, ...more } } });

describe("every metric of a rule", () => {
  test("has evidence: of nothing it is no data, or cannot be measured, and never bad", async () => {
    const stage = await alertStage();
    for (const metric of RULE_METRICS) {
      const { finding, stale } = await asked(stage, rule({ metric }));
      const counted = /^(executions|articles|llm_calls|tokens\.|cost_usd|human_)/.test(metric);
      const allowed = counted
        ? ["pass", "not_enough_evidence"]
        : ["no_data", "cannot_measure", "not_enough_evidence"];
      expect(allowed, `${metric}: ${finding.said}`).toContain(finding.verdict);
      expect(stale).toBe(false);
    }
  });

  test("is told in words with its unit", async () => {
    const stage = await alertStage();
    await stage.articles(Array.from({ length: 10 }, () => ({ human: 30, cost: 0.25 })));
    await stage.tell("resources", [{ timestamp: stage.iso(), memory_bytes: 5e8, cpu_cores: 1.5 }], "green");
    await stage.latency(
      "rag",
      Array.from({ length: 120 }, (_, index) => index + 1),
      1,
    );
    const words = async (metric: string, threshold: number | string = 1) =>
      said(stage, { metric, threshold });
    expect(await words("cost_per_article_usd", 0.2)).toBe("fail: cost per article of 10 $0.25 (limit $0.2)");
    expect(await words("roi_multiplier", 200)).toBe("pass: ROI of 10 articles 120 × (limit 200 ×)");
    expect(await words("cpu_cores", 2)).toBe("pass: mean of processor cores 1.5 (limit 2)");
    expect(await words("memory_bytes", "1 GB")).toBe("pass: memory 500 MB (limit 1 GB)");
    expect(await words("articles", 9)).toBe("fail: articles 10 (limit 9)");
    expect(await words("cost_usd", 3)).toBe("pass: cost $2.5 (limit $3)");
    expect(await words("rag_latency_ms.p50", 100)).toBe("pass: p50 of RAG 60 ms (limit 100 ms)");
    expect(await words("rag_latency_ms.p99", 100)).toBe("fail: p99 of RAG 119 ms (limit 100 ms)");
    expect(await words("tokens_per_article", 100)).toBe("fail: tokens per article 200 (limit 100)");
  });
});

describe("windows", () => {
  test("are exact: a sample counts until it is as old as the window", async () => {
    const stage = await alertStage();
    const watched = rule({ metric: "telemetry_latency_p95_ms", window: "5m", min_samples: 20 });
    await stage.latency(
      "telemetry",
      Array.from({ length: 20 }, () => 90),
      10,
    );
    expect((await asked(stage, watched)).finding).toMatchObject({ value: 90, n: 20 });
    stage.pass(109_000);
    expect((await asked(stage, watched)).finding.n).toBe(20);
    stage.pass(60_000);
    expect((await asked(stage, watched)).finding).toMatchObject({
      value: null,
      verdict: "not_enough_evidence",
    });
    stage.pass(300_000);
    expect((await asked(stage, watched)).finding.verdict).toBe("no_data");
  });

  test("a probe that is a moment late leaves none short; one that has stopped does", async () => {
    const stage = await alertStage();
    const watched = rule({ metric: "rag_latency_p95_ms", min_samples: 20 });
    await stage.latency(
      "rag",
      Array.from({ length: 20 }, () => 90),
      15.8,
    );
    expect((await asked(stage, watched)).finding.n).toBe(20);
    stage.pass(40_000);
    expect((await asked(stage, watched)).finding.verdict).toBe("not_enough_evidence");
  });

  test("longer than an hour are read from the histograms", async () => {
    const stage = await alertStage();
    await stage.latency(
      "rag",
      Array.from({ length: 40 }, () => 300),
      300,
    );
    const watched = rule({ metric: "rag_latency_p95_ms", window: "6h", threshold: 500 });
    expect((await asked(stage, watched)).finding).toMatchObject({ verdict: "pass", n: 40 });
  });

  test("know nothing of what lies further in the future than clocks differ", async () => {
    const stage = await alertStage();
    stage.clock.nowMs += 3_600_000;
    await stage.memory(3e9);
    stage.clock.nowMs -= 3_600_000;
    expect((await asked(stage, rule({ metric: "memory_bytes" }))).finding.verdict).toBe("no_data");
  });
});

describe("a probe's state", () => {
  const watched = rule({ metric: "probe_status", op: ">=", threshold: 2 });

  test("is the worst of what is heard, by name; stale once none is", async () => {
    const stage = await alertStage();
    const { pushText } = await import("@/tests/support/app");
    await pushText(stage.app, "health", healthDocument(stage, "rag", "healthy"), "green");
    expect((await asked(stage, watched)).finding).toMatchObject({ verdict: "pass", value: 0 });
    stage.pass(1000);
    await pushText(stage.app, "health", healthDocument(stage, "flow", "unhealthy"), "green");
    expect((await asked(stage, watched)).finding).toMatchObject({
      ...{ verdict: "fail", value: 2, n: 2, said: "state of probes unhealthy (limit unhealthy): flow" },
    });
    expect((await asked(stage, watched, "blue")).finding.verdict).toBe("no_data");
    stage.pass(200_000);
    expect(await asked(stage, watched)).toMatchObject({ stale: true, finding: { verdict: "no_data" } });
  });

  test("a latency that a health check measures is evidence, too; its silence is staleness", async () => {
    const stage = await alertStage();
    const { pushText } = await import("@/tests/support/app");
    for (let sample = 0; sample < 20; sample += 1) {
      await pushText(
        stage.app,
        "health",
        healthDocument(stage, "rag", "healthy", { latency_ms: 600 }),
        "green",
      );
      stage.pass(15_000);
    }
    const slow = rule({ metric: "rag_latency_p95_ms", threshold: 500, min_samples: 20 });
    expect(await asked(stage, slow)).toMatchObject({
      stale: false,
      finding: { verdict: "fail", value: 600 },
    });
    stage.pass(600_000);
    expect(await asked(stage, slow)).toMatchObject({ stale: true, finding: { verdict: "no_data" } });
  });
});

describe("a followed file", () => {
  const follow = (state: Following["state"], environment: Environment | null = "green") => {
    const path = "/pipeline/agent_metrics.json";
    following().set(path, { path, kind: "agent-metrics", environment, state, message: null });
    onTestFinished(() => void following().delete(path));
  };

  test.each<[Following["state"], Environment | null, boolean]>([
    ["ok", "green", false],
    ["failing", "green", true],
    ["retrying", "green", true],
    ["failing", null, true],
    ["failing", "blue", false],
    ["waiting", "green", false],
  ])("that is %s, of %s, makes gates of green stale: %s", async (state, environment, stale) => {
    const stage = await alertStage();
    await stage.gates(10, 0);
    follow(state, environment);
    const gates = rulesInForce({ rules: [], budget: null }).find(({ name }) => name === "quality")!;
    expect(await asked(stage, gates)).toMatchObject({ stale, finding: { verdict: "not_enough_evidence" } });
    expect((await asked(stage, rule({ metric: "memory_bytes" }))).stale).toBe(false);
  });

  test("in which nothing new stands, as at night, is not stale", async () => {
    const stage = await alertStage();
    follow("ok");
    await stage.gates(10, 0);
    stage.pass(20 * 3_600_000);
    const gates = rulesInForce({ rules: [], budget: null }).find(({ name }) => name === "quality")!;
    expect((await asked(stage, gates)).stale).toBe(false);
  });
});

describe("jobs and articles of an environment", () => {
  test("are in order of their end, bad ones once, of that environment alone, the newest", async () => {
    const stage = await alertStage();
    await stage.jobs([false, true, false, false], "blue");
    stage.pass(10_000);
    await stage.jobs([false, true, true]);
    const ask = (environment: Environment, sinceMs: number, limit?: number) =>
      jobsOf(stage.app, { environment, sinceMs, nowMs: stage.clock.nowMs }, limit);
    expect((await ask("green", 0))?.map(({ bad }) => bad)).toEqual([false, true, true]);
    expect((await ask("blue", 0))?.map(({ bad }) => bad)).toEqual([false, true, false, false]);
    expect((await ask("green", stage.clock.nowMs - 1000))?.length).toBe(2);
    expect((await ask("green", 0, 2))?.map(({ bad }) => bad)).toEqual([true, true]);
  });

  test("an article that stands although its job failed later is one bad job", async () => {
    const stage = await alertStage();
    const line = { timestamp: stage.iso(60), topic: "rates", total_cost_usd: 1 };
    await stage.tell("article-costs", [line], "green");
    const error = { timestamp: stage.iso(), class: "file_io", message: "not saved", job: "Rates" };
    await stage.tell("errors", [error], "green");
    const jobs = await jobsOf(stage.app, { environment: "green", sinceMs: 0, nowMs: stage.clock.nowMs });
    expect(jobs).toMatchObject([{ bad: true, endMs: Date.parse(line.timestamp) }]);
  });

  test("articles have what is known of each, as everywhere else", async () => {
    const stage = await alertStage();
    await stage.articles([{ human: 30, cost: 0.25 }]);
    stage.pass(1000);
    await stage.timed([420]);
    const question = { environment: "green", sinceMs: 0, nowMs: stage.clock.nowMs } as const;
    expect(await articlesOf(stage.app, question)).toMatchObject([
      { costUsd: 0.25, roi: 120 },
      { costUsd: 0.5, roi: null, seconds: 420 },
    ]);
  });
});
