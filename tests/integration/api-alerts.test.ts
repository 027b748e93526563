import { beforeEach, describe, expect, test } from "vitest";
import { acknowledge, alerts, automation, silenceCreate, silences } from "@/lib/contract/alerts";
import { flagDetail, flags } from "@/lib/contract/flags";
import { DEFAULT_RULE_NAMES, isOfBudget } from "@/lib/domain/default-rules";
import { type AlertStage, alertStage } from "@/tests/support/alert-stage";
import { call, problemOf, routed } from "@/tests/support/routes";
import { until } from "@/tests/support/until";

const slow = Array.from({ length: 20 }, () => 900);

let stage: AlertStage;
beforeEach(async () => {
  stage = await alertStage();
  routed(stage.app);
});

const sent = (method: string, template: string, body: unknown = {}, params: Record<string, string> = {}) => {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const headers = { "content-type": "application/json" };
  return call(path, "", { method, headers, body: JSON.stringify(body), template, params });
};
const asked = async (path: string, search = "") => (await call(path, search)).json();
const alertsNow = async (search = "") => alerts.reply.parse(await asked("/api/alerts", search));
const noted = (action: string) =>
  stage.app.store.db
    .selectFrom("event")
    .select(["actor", "origin", "subject", "before", "after", "reason"])
    .where("action", "=", action)
    .execute();

async function firing(): Promise<number> {
  await stage.latency("rag", slow, 5);
  await stage.look();
  return (await stage.alert("rag-latency"))?.firing?.id ?? 0;
}

describe("GET /api/alerts", () => {
  test("before anything was told: every rule in force, of which nothing is known", async () => {
    const { alerts: all, counts, automation: on } = await alertsNow();
    expect(all.map(({ rule }) => rule.name)).toEqual(DEFAULT_RULE_NAMES.filter((name) => !isOfBudget(name)));
    expect(
      all.every(({ state, figure }) => state === "no_data" && figure?.verdict === "cannot_measure"),
    ).toBe(true);
    expect([counts, on.on, on.by]).toEqual([{ firing: 0, pending: 0, no_data: 8 }, true, "default"]);
  });

  test("what fires: its rule, its figure now, since when, what to do, and its history", async () => {
    const id = await firing();
    const {
      alerts: [alert],
      counts,
      history,
    } = await alertsNow("?rule=rag-latency");
    expect(alert).toMatchObject({
      ...{ environment: "green", state: "firing", since: stage.iso(), inhibited: false, withheld: null },
      rule: { name: "rag-latency", threshold: 500, clear_threshold: 400, window_ms: 300_000 },
      firing: { id, acknowledged: null, told: true },
      figure: { verdict: "fail", value: 900, n: 20, said: "p95 of RAG 900 ms (limit 500 ms)" },
      runbook: "/docs/runbook#rag-latency",
    });
    expect(counts.firing).toBe(1);
    expect(history).toMatchObject([
      { kind: "fired", rule: "rag-latency", firing: id, done: true, value: 900 },
    ]);
    expect((await alertsNow("?environment=blue")).counts.firing).toBe(0);
  });
});

describe("POST /api/alerts/{id}/acknowledge", () => {
  const path = acknowledge.path;

  test("200: the first to take it on stays, and the log says who", async () => {
    const id = await firing();
    const answer = acknowledge.reply.parse(await (await sent("POST", path, {}, { id: `${id}` })).json());
    expect(answer.firing?.acknowledged).toEqual({ by: "key:bootstrap", at: stage.iso() });
    await sent("POST", path, {}, { id: `${id}` });
    expect(await noted("alert.acknowledged")).toMatchObject([
      {
        actor: "key:bootstrap",
        subject: "rag-latency green",
        after: `{"firing":${id},"acknowledged":"key:bootstrap"}`,
      },
    ]);
    await stage.looks(30);
    expect((await stage.alert("rag-latency"))?.firing?.acknowledged?.by).toBe("key:bootstrap");
  });

  test("404 where there never was one, 409 once it is over", async () => {
    const id = await firing();
    for (const other of ["0", "99", "x", "-1"])
      expect((await problemOf(await sent("POST", path, {}, { id: other }))).status, other).toBe(404);
    for (let sample = 0; sample < 70; sample += 1) {
      await stage.latency("rag", [100]);
      await stage.look(15);
    }
    expect((await stage.alert("rag-latency"))?.state).toBe("inactive");
    expect((await problemOf(await sent("POST", path, {}, { id: `${id}` }))).status).toBe(409);
  });
});

describe("silences", () => {
  test("mute what is new, and tell it when they end; the flag goes off all the same", async () => {
    const created = silenceCreate.reply.parse(
      await (
        await sent("POST", "/api/silences", { rule: "rag-latency", minutes: 2, reason: "maintenance" })
      ).json(),
    );
    expect(created).toMatchObject({
      rule: "rag-latency",
      environment: null,
      by: "key:bootstrap",
      active: true,
    });
    await firing();
    expect([await stage.queued(), await stage.flag("rag")]).toEqual([[], false]);
    expect((await alertsNow("?rule=rag-latency")).alerts[0]?.silence).toBe(created.id);
    await stage.looks(125);
    expect(await stage.queued()).toEqual(["fired rag-latency green"]);
    expect(await noted("silence.created")).toMatchObject([
      { subject: `silence ${created.id}`, reason: "maintenance" },
    ]);
  });

  test("that keep actions back, too, are ended by hand: then what is owed is done", async () => {
    const wish = { minutes: 60, reason: "we know", actions_too: true };
    const { id } = await (await sent("POST", "/api/silences", wish)).json();
    await firing();
    expect([await stage.flag("rag"), (await stage.alert("rag-latency"))?.withheld]).toEqual([
      true,
      "silenced with its actions: we know",
    ]);
    expect(await (await sent("POST", "/api/silences/{id}/expire", {}, { id: `${id}` })).json()).toMatchObject(
      {
        ...{ id, active: false, expired_by: "key:bootstrap" },
      },
    );
    await stage.look();
    expect(await stage.flag("rag")).toBe(false);
    await sent("POST", "/api/silences/{id}/expire", {}, { id: `${id}` });
    expect(await noted("silence.expired")).toHaveLength(1);
    expect(silences.reply.parse(await asked("/api/silences")).silences).toHaveLength(1);
  });

  test("end when people were told that they do, although nothing ran meanwhile", async () => {
    await sent("POST", "/api/silences", { minutes: 60, reason: "over night" });
    await firing();
    await stage.restart(59 * 60_000);
    routed(stage.app);
    await stage.latency("rag", slow, 5);
    await stage.look();
    expect(await stage.queued()).toEqual([]);
    await stage.looks(60);
    expect(await stage.queued()).toEqual(["fired rag-latency green"]);
  });

  test.each([
    ["no reason", { minutes: 5 }],
    ["no rule of that name", { minutes: 5, reason: "x", rule: "rag" }],
    ["for ever", { minutes: 1e6, reason: "x" }],
  ])("400: %s", async (_, wish) => {
    expect((await problemOf(await sent("POST", "/api/silences", wish))).status).toBe(400);
  });

  test("404: there is none of that id", async () => {
    for (const id of ["9", "x"])
      expect((await problemOf(await sent("POST", "/api/silences/{id}/expire", {}, { id }))).status).toBe(404);
  });
});

describe("the switch of automatic actions", () => {
  const now = async () => automation.reply.parse(await asked("/api/automation"));

  test("off keeps everything back and says what is owed; on, that is done at the next look", async () => {
    expect((await sent("PUT", "/api/automation", { on: false, reason: "careful" })).status).toBe(200);
    await firing();
    expect(await stage.flag("rag")).toBe(true);
    expect(await stage.queued()).toEqual(["fired rag-latency green"]);
    expect(await now()).toMatchObject({
      ...{ on: false, why: "careful", by: "key:bootstrap" },
      owed: [{ rule: "rag-latency", environment: "green", action: { kind: "set_flag", flag: "rag" } }],
    });
    expect((await alertsNow()).automation).toMatchObject({ on: false, why: "careful" });
    await sent("PUT", "/api/automation", { on: true, reason: "go on" });
    await sent("PUT", "/api/automation", { on: true, reason: "again" });
    await stage.look();
    expect(await stage.flag("rag")).toBe(false);
    expect((await now()).owed).toEqual([]);
    expect(
      (await noted("automation.switched")).map(({ before, after, reason }) => [before, after, reason]),
    ).toEqual([
      ['{"on":true}', '{"on":false}', "careful"],
      ['{"on":false}', '{"on":true}', "go on"],
    ]);
  });

  test("400: without a reason", async () => {
    expect((await problemOf(await sent("PUT", "/api/automation", { on: false }))).status).toBe(400);
  });
});

describe("flags", () => {
  const path = "/api/flags/{name}";
  const one = async (name: string) =>
    flagDetail.reply.parse(
      await (await call(`/api/flags/${name}`, "", { template: path, params: { name } })).json(),
    );

  test("are those of the settings, before anybody has switched one", async () => {
    const { flags: all, file } = flags.reply.parse(await asked("/api/flags"));
    expect(all.map(({ name, enabled, by }) => [name, enabled, by])).toEqual([
      ["flow", true, "default"],
      ["rag", true, "default"],
      ["telemetry", true, "default"],
    ]);
    expect(file).toBeNull();
  });

  test("a person's word outranks the alert that holds a flag, and is audited", async () => {
    await firing();
    expect(await one("rag")).toMatchObject({
      ...{ enabled: false, base: true, by: "automation", held_by: ["rag-latency"], flips_last_hour: 1 },
    });
    const answer = await sent("PUT", path, { enabled: true, reason: "we need it" }, { name: "rag" });
    expect(flagDetail.reply.parse(await answer.json())).toMatchObject({
      ...{ enabled: true, by: "key:bootstrap", reason: "we need it", held_by: [] },
    });
    await stage.looks(30);
    expect(await stage.flag("rag")).toBe(true);
    expect((await noted("flag.switched")).at(-1)).toMatchObject({
      ...{ actor: "key:bootstrap", subject: "rag", before: '{"enabled":false}', after: '{"enabled":true}' },
      reason: "we need it",
    });
  });

  test("404: no such flag, by the names of those that are there; 400: without a reason", async () => {
    const missing = await problemOf(
      await sent("PUT", path, { enabled: true, reason: "x" }, { name: "fast" }),
    );
    expect([missing.status, missing.detail]).toEqual([
      404,
      'there is no flag "fast"; there are flow, rag, telemetry',
    ]);
    expect((await problemOf(await sent("PUT", path, { enabled: true }, { name: "rag" }))).status).toBe(400);
  });
});

test("readers are told of what changed, and of nothing where nothing did", async () => {
  const heard: string[] = [];
  stage.app.bus.subscribe(({ topics }) => heard.push(...topics));
  // What was published before a mark of our own has been told once the mark is.
  const told = async () => {
    stage.app.bus.publish(["usage"]);
    await until(() => expect(heard).toContain("usage"));
    return heard.splice(0);
  };
  await firing();
  expect(await told()).toEqual(expect.arrayContaining(["alerts", "flags"]));
  await stage.looks(30);
  expect(await told()).toEqual(["usage"]);
});
