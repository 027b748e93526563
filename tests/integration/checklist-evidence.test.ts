import { beforeEach, describe, test } from "vitest";
import type { Environment } from "@/lib/domain/environment";
import type { Proof } from "@/lib/domain/proof";
import { pushText } from "@/tests/support/app";
import { saying } from "@/tests/support/checklist";
import { fixture } from "@/tests/support/fixture";
import { MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let stage: ReleaseStage;
let id: string;
beforeEach(async () => {
  stage = await releaseStage();
  ({ id } = await stage.planned());
});

const says = (item: string, met: Proof["met"], said: string | RegExp) =>
  saying(() => stage)(id, item, met, said);

const later = (ms: number) => {
  stage.staged.stage.clock.nowMs += ms;
};

const health = (components: object, environment: Environment | null = "green") =>
  pushText(
    stage.app,
    "health",
    JSON.stringify({ timestamp: new Date(stage.app.nowMs()).toISOString(), components }),
    environment,
  );

const well = { status: "healthy" };
const ALL_WELL = { flow: well, rag: well, roi: well };

describe("the environment component of a health check", () => {
  test("of the pipeline itself says its Python, and that it does not know its packages", async () => {
    await pushText(stage.app, "health", fixture("health.json"));
    await says("python", true, "3.13.0");
    await says(
      "packages",
      null,
      'packages_installed is "unknown" in the health check\'s environment component',
    );
  });

  test.each<[object, string, Proof["met"], string]>([
    [{ python_version: "3.12.4" }, "python", false, "3.12.4, wanted 3.13"],
    [{ python_version: "3.130.1" }, "python", false, "3.130.1, wanted 3.13"],
    [{ python_version: "3.13" }, "python", true, "3.13"],
    [
      { python_version: null },
      "python",
      null,
      "python_version is not in the health check's environment component",
    ],
    [{ packages_installed: 166 }, "packages", false, "166 packages, at least 167"],
    [{ packages_installed: 167 }, "packages", true, "167 packages, at least 167"],
    [{ packages_installed: "212" }, "packages", true, "212 packages, at least 167"],
    [
      { packages_installed: "" },
      "packages",
      null,
      'packages_installed is "" in the health check\'s environment component',
    ],
    [
      { packages_installed: -1 },
      "packages",
      null,
      "packages_installed is -1 in the health check's environment component",
    ],
  ])("%j: %s is %s", async (details, item, met, said) => {
    await health({ environment: { ...well, ...details } });
    await says(item, met, said);
  });

  test("that nothing told, or that is overdue, says nothing", async () => {
    await says("python", null, /no health check has told of its environment component/);
    await health({ environment: { ...well, python_version: "3.13.1", packages_installed: 200 } });
    later(HOUR_MS);
    await says("python", null, /overdue/);
    await says("packages", null, /overdue/);
  });

  test("of the other environment is not this release's", async () => {
    await health({ environment: { ...well, python_version: "3.13.1" } }, "blue");
    await says("python", null, /no health check/);
  });
});

describe("health checks", () => {
  test("are met where every component is healthy, and name what is not", async () => {
    await says("health-checks", null, "0 of 3 healthy; not told by any health check: flow, rag, roi");
    await health(ALL_WELL);
    await says("health-checks", true, "3 of 3 healthy");
    await says("flow-on", true, "flow is healthy");
    later(1000);
    await pushText(stage.app, "health", fixture("health.json"));
    await health({ flow: { status: "degraded", fallback: "WORKFLOW_SEQUENCE" }, rag: well, roi: well });
    await says("health-checks", false, "4 of 6 healthy; unhealthy: dependencies; degraded: flow");
    await says("flow-on", false, "flow is degraded; in its place: WORKFLOW_SEQUENCE");
    later(HOUR_MS);
    await says("rag-on", null, "the health check of rag is overdue");
  });

  test("that come every day are daily", async () => {
    await says("health-checked-daily", null, /no health check was ever received/);
    await health(ALL_WELL);
    await says("health-checked-daily", true, "3 components, checked every 60 s");
    later(DAY_MS + MINUTE_MS);
    await says("health-checked-daily", false, "the newest health check is older than 24 h");
  });

  test("tell of an environment without an address whether it can work", async () => {
    await says("candidate-deployed", null, /set environments\.green\.url, or bind a probe to green/);
    await says("production-backed-up", null, /set environments\.blue\.url/);
    await health({ rag: { status: "degraded" } });
    await health({ rag: { status: "unhealthy" } }, "blue");
    await says("candidate-deployed", true, "green is degraded by its health checks");
    await says("production-backed-up", false, "blue is unhealthy by its health checks");
    const told = { timestamp: new Date(stage.app.nowMs()).toISOString(), components: ALL_WELL };
    await pushText(stage.app, "health", JSON.stringify({ ...told, version: "sprint-14" }), "green");
    await says(
      "staging-deployed",
      false,
      /^green is healthy .*; it says sprint-14, the release is sprint-15$/,
    );
    later(1000);
    const anew = { ...told, version: "sprint-15", timestamp: new Date(stage.app.nowMs()).toISOString() };
    await pushText(stage.app, "health", JSON.stringify(anew), "green");
    await says("staging-deployed", true, "green is healthy by its health checks; it says sprint-15");
    await health(ALL_WELL, "blue");
    await says("production-backed-up", true, "blue is healthy by its health checks");
  });
});

describe("figures", () => {
  const queries = (count: number, ms: number, environment: Environment | null = "green") => {
    const samples = Array.from({ length: count }, (_, at) => ({
      timestamp: new Date(stage.app.nowMs() - at * 1000).toISOString(),
      name: "rag",
      value_ms: ms + at / 100,
    }));
    return pushText(stage.app, "latency", JSON.stringify(samples), environment);
  };

  test("of RAG take twenty queries, and lie under the target", async () => {
    await says("rag-latency", null, /no RAG query was timed in the last hour.*target under 200 ms/);
    await says("performance-visible", null, /no latency was told in 24 h/);
    await queries(6, 142);
    await says("rag-latency", null, "n = 6 of 20 RAG queries that a p95 takes; target under 200 ms");
    await says("performance-visible", true, "latency of rag in the last 24 h");
    later(MINUTE_MS);
    await queries(40, 142);
    await says("rag-latency", true, "p95 142.4 ms of 46, target under 200 ms");
    later(2 * HOUR_MS);
    await queries(40, 612);
    await says("rag-latency", false, "p95 612.4 ms of 40, target under 200 ms");
  });

  test("of RAG that are nobody's count where the release has none of its own", async () => {
    await queries(30, 100, "blue");
    await says("rag-latency", null, /no RAG query/);
    await queries(30, 100, null);
    await says("rag-latency", true, /of 30/);
  });

  test("of telemetry are those of the last day, whatever made them", async () => {
    await says("roi-telemetry", null, /no execution was ever read/);
    await pushText(stage.app, "execution-roi", fixture("execution_roi.3.json"));
    await says("roi-telemetry", false, /the newest execution is \d+ days old/);
    await execution("blue");
    await says("roi-telemetry", true, "1 execution in the last 24 h, ROI 1,000×");
  });

  test("of articles are those of this environment, since the release was planned", async () => {
    await stage.articles("blue", 3);
    await says("test-article", false, "n = 0 of 1 article made on green since the release was planned");
    later(MINUTE_MS);
    await stage.articles("green", 1);
    await says("test-article", true, "n = 1 of 1 article made on green since the release was planned");
  });

  const execution = (environment: Environment) => {
    const start = new Date(stage.app.nowMs()).toISOString();
    const call = {
      timestamp: start,
      agent: "full_pipeline",
      model: "gpt-4o",
      total_tokens: 9,
      cost_usd: 0.15,
    };
    const run = { execution_id: "one", agent: "full_pipeline", start_time: start, end_time: start };
    const human = { human_hours_equivalent: 2, human_cost_equivalent: 150 };
    const document = { version: "1.0", executions: [{ ...run, ...human, llm_calls: [call] }] };
    return pushText(stage.app, "execution-roi", JSON.stringify(document), environment);
  };
});

describe("errors", () => {
  const failed = (severity: string, environment: Environment | null) => {
    const timestamp = new Date(stage.app.nowMs()).toISOString();
    const error = { timestamp, class: "llm_api", message: `a ${severity} one`, severity, job: "a job" };
    return pushText(stage.app, "errors", JSON.stringify([error]), environment);
  };

  test("are known where something tells of them, and critical ones are counted for a day", async () => {
    await says("no-critical-errors", null, /nothing tells of errors: watch a source of kind log or errors/);
    await says("errors-tracked", null, /nothing tells of errors/);
    await failed("error", "green");
    await failed("critical", "blue");
    await says("errors-tracked", true, "1 source tells of errors");
    await says("no-critical-errors", true, "0 critical in the last 24 h");
    await failed("critical", "green");
    await says("no-critical-errors", false, "1 critical in the last 24 h");
    later(DAY_MS + 1000);
    await says("no-critical-errors", true, "0 critical in the last 24 h");
  });

  test("or whatever else is to be read, is read, and says something within a day", async () => {
    await says("ac2-dashboard", null, /nothing is read/);
    await failed("error", "green");
    await stage.articles("blue", 1);
    await says("ac2-dashboard", true, "2 of 2 sources are read, none is silent");
    later(DAY_MS + MINUTE_MS);
    await failed("error", "green");
    await says("ac2-dashboard", false, "1 of 2 sources are read; http said nothing new for a day");
  });
});
