import { beforeEach, describe, expect, test } from "vitest";
import { releaseRuns } from "@/lib/contract/release-runs";
import type { App } from "@/lib/server/app";
import { releasePlanned } from "@/lib/server/releases/commands";
import { runsEnded } from "@/lib/server/runs/interrupted";
import { ADA } from "@/tests/support/releases";
import { call, problemOf, routedApp } from "@/tests/support/routes";
import { until } from "@/tests/support/until";

const RUNS = "/api/releases/{id}/runs";
const CANCEL = "/api/releases/{id}/runs/{run}/cancel";

let app: App;
let id: string;
beforeEach(async () => {
  app = await routedApp();
  ({ id } = await releasePlanned(app, { version: "sprint-15", environment: "green" }, ADA));
});

const path = (template: string, run = "") => template.replace("{id}", id).replace("{run}", run);
const listed = async () => {
  const response = await call(path(RUNS), "", { template: RUNS, params: { id } });
  expect(response.status).toBe(200);
  return releaseRuns.reply.parse(await response.json());
};
const started = (body: unknown, params = { id }) =>
  call(path(RUNS), "", {
    ...{ method: "POST", template: RUNS, params, body: JSON.stringify(body) },
    headers: { "content-type": "application/json" },
  });
const cancelled = (run: string) =>
  call(path(CANCEL, run), "", {
    ...{ method: "POST", template: CANCEL, params: { id, run }, body: "{}" },
    headers: { "content-type": "application/json" },
  });

describe("the runs of a release", () => {
  test("200: none yet, and what could be run", async () => {
    expect(await listed()).toEqual({ smoke: null, possible: true, runs: [] });
  });

  test("200: a validation is started, keeps the contract on its way and at its end, and is told to who listens", async () => {
    const told: string[][] = [];
    app.bus.subscribe(({ topics }) => told.push(topics));
    const answer = await started({ kind: "validation" });
    expect(answer.status).toBe(200);
    const [run] = releaseRuns.reply.parse(await answer.json()).runs;
    expect(run).toMatchObject({ kind: "validation", state: "running", started_by: "key:bootstrap" });
    expect(run?.checks.every(({ state }) => state === "waiting" || state === "running")).toBe(true);
    await runsEnded(app);
    const [over] = (await listed()).runs;
    expect(over).toMatchObject({ id: run?.id, state: "failed" });
    expect(over?.checks.map(({ state }) => state)).not.toContain("running");
    await until(() => expect(told.flat()).toEqual(expect.arrayContaining(["releases", "audit"])));
  });

  test("409: smoke tests that nobody has set up, and cancelling what is over", async () => {
    const refused = await started({ kind: "smoke" });
    expect(refused.status).toBe(409);
    expect((await problemOf(refused)).detail).toContain("give `smoke` in greenlight.yaml");
    await started({ kind: "validation" });
    await runsEnded(app);
    const late = await cancelled((await listed()).runs[0]?.id ?? "");
    expect(late.status).toBe(409);
    expect((await problemOf(late)).detail).toBe("it has ended: failed");
  });

  test("404: another release's run, and no such release", async () => {
    expect((await cancelled("none")).status).toBe(404);
    expect((await started({ kind: "validation" }, { id: "none" })).status).toBe(404);
  });

  test.each([{}, { kind: "load" }, { kind: 3 }])("400: %j", async (body) => {
    expect((await started(body)).status).toBe(400);
    expect((await listed()).runs).toEqual([]);
  });
});
