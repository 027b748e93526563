import { beforeEach, describe, expect, test, vi } from "vitest";
import { checklist } from "@/lib/contract/checklist";
import { LISTS } from "@/lib/domain/checklist";
import { checklistOf, itemTicked } from "@/lib/server/governance/checklist";
import { checklistsLooked } from "@/lib/server/governance/checklist-look";
import { BY_HAND, itemOf, looked } from "@/tests/support/checklist";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

let stage: ReleaseStage;
beforeEach(async () => {
  stage = await releaseStage();
});

const tick = (id: string, item: string, done = true, note?: string) =>
  itemTicked(stage.app, { id, item }, { done, ...(note === undefined ? {} : { note }) }, ADA);

const events = (action: string) =>
  stage.app.store.db.selectFrom("event").selectAll().where("action", "=", action).orderBy("id").execute();

describe("the lists of a release", () => {
  test("are six, with every item of the templates, and none is done before anybody looked", async () => {
    const { id } = await stage.planned();
    const reply = checklist.reply.parse(await checklistOf(stage.app, id));
    expect(reply.lists.map(({ name, total }) => [name, total])).toEqual([
      ["pre-deployment", 8],
      ["deployment", 24],
      ["post-deployment", 5],
      ["validation", 7],
      ["acceptance", 5],
      ["definition-of-done", 8],
    ]);
    expect(reply).toMatchObject({ release: id, frozen: null, done: 0, total: 57 });
    expect(itemOf(reply, "python")).toMatchObject({ done: false, said: null, told: false, at: null });
  });

  test("are those of the moment it was planned; one from before there were any gets those of now", async () => {
    const { id } = await stage.planned();
    const { db } = stage.app.store;
    const text = "Tests pass, as it was called then";
    const old = { id: "tests-passing", list: "pre-deployment", phase: "before", text, by: "person" };
    await db
      .updateTable("release_item")
      .set({ body: JSON.stringify(old) })
      .where("item", "=", old.id)
      .execute();
    await db.deleteFrom("release_item").where("list", "=", "validation").execute();
    expect((await checklistOf(stage.app, id)).lists[3]).toMatchObject({ total: 0, mistakes: [] });
    await checklistsLooked(stage.app);
    const reply = await checklistOf(stage.app, id);
    expect(itemOf(reply, "tests-passing").text).toBe(text);
    expect(reply.lists.map(({ name }) => name)).toEqual(LISTS);
    expect(reply.lists[3]?.items.map((item) => item.id)[0]).toBe("python");
  });

  test("of a release that is not there are not found", async () => {
    await expect(checklistOf(stage.app, "none")).rejects.toMatchObject({ code: "not-found" });
    await expect(tick("none", "tests-passing")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("a person", () => {
  test("ticks with a note, takes it back, and the log has both; the same once more is nothing new", async () => {
    const { id } = await stage.planned();
    const reply = await tick(id, "tests-passing", true, "1,204 of 1,204, build 88");
    expect(reply.lists[0]).toMatchObject({ done: 1, total: 8 });
    expect(itemOf(reply, "tests-passing")).toMatchObject({
      ...{ done: true, actor: ADA.actor, note: "1,204 of 1,204, build 88", told: true, said: null },
      at: new Date(stage.app.nowMs()).toISOString(),
    });
    await tick(id, "tests-passing", true, "1,204 of 1,204, build 88");
    await tick(id, "tests-passing", true, "1,205 of 1,205, build 89");
    expect(await events("release.noted")).toHaveLength(1);
    await tick(id, "tests-passing", false);
    expect(itemOf(await checklistOf(stage.app, id), "tests-passing")).toMatchObject({
      ...{ done: false, actor: ADA.actor, note: null },
    });
    const rows = await stage.app.store.db.selectFrom("release_tick").selectAll().orderBy("id").execute();
    expect(rows.map(({ done, note }) => [done, note])).toEqual([
      [1, "1,204 of 1,204, build 88"],
      [1, "1,205 of 1,205, build 89"],
      [0, null],
    ]);
    expect(await events("release.ticked")).toMatchObject([
      {
        ...{ actor: ADA.actor, origin: ADA.address, subject: `release ${id} sprint-15` },
        reason: "1,204 of 1,204, build 88",
      },
    ]);
    const [unticked] = await events("release.unticked");
    expect(JSON.parse(unticked?.after ?? "")).toEqual({
      ...{ list: "pre-deployment", item: "tests-passing", text: "All tests pass" },
    });
  });

  test("ticks nothing that evidence says, and nothing that is not there", async () => {
    const { id } = await stage.planned();
    await expect(tick(id, "python")).rejects.toMatchObject({
      code: "impossible-now",
      message: '"Python 3.13 environment" is ticked by evidence, and by nobody',
    });
    await expect(tick(id, "no-such-item")).rejects.toMatchObject({ code: "not-found" });
    expect(await events("release.ticked")).toEqual([]);
  });

  test("ticks nothing any more once another release was started, or it was cancelled", async () => {
    const first = await stage.started();
    await stage.pass(5000);
    await stage.ask(first, "rollback", { reason: "a try" });
    await stage.pass(5000);
    expect((await stage.shown(first)).state).toBe("rolled_back");
    await tick(first, "documents-complete");
    const second = await stage.started({ version: "sprint-16" });
    await expect(tick(first, "documents-complete", false)).rejects.toMatchObject({
      code: "impossible-now",
      message: "the lists of this release stay as they are: sprint-16 was started after it",
    });
    expect((await checklistOf(stage.app, first)).frozen).toBe("sprint-16 was started after it");
    expect((await checklistOf(stage.app, second)).frozen).toBeNull();
    const { id: third } = await stage.planned({ version: "sprint-17" });
    await tick(third, "tests-passing");
    await stage.ask(third, "abort", { reason: "not now" });
    await expect(tick(third, "tests-passing", false)).rejects.toMatchObject({ code: "impossible-now" });
  });
});

const BROKEN = { id: "flow-on", list: "deployment", phase: "p", text: "Flow", by: "evidence" };

describe("evidence", () => {
  test("is stored with the moment since which it is met, told only where it says something new", async () => {
    const { id } = await stage.planned();
    const publish = vi.spyOn(stage.app.bus, "publish");
    await looked(stage, id);
    expect(publish.mock.calls).toEqual([[["releases"]]]);
    const before = itemOf(await checklistOf(stage.app, id), "staging-validated");
    expect(before).toMatchObject({
      done: false,
      told: false,
      said: expect.stringContaining("not validated"),
    });
    stage.staged.stage.clock.nowMs += MINUTE_MS;
    await looked(stage, id);
    expect(publish).toHaveBeenCalledTimes(1);
    expect(itemOf(await checklistOf(stage.app, id), "staging-validated").at).toBe(before.at);
  });

  test("that cannot be asked keeps none of the others from being told", async () => {
    const { id } = await stage.planned();
    await stage.app.store.db
      .updateTable("release_item")
      .set({ body: JSON.stringify({ ...BROKEN, evidence: { kind: "of a later version" } }) })
      .where("item", "=", BROKEN.id)
      .execute();
    await expect(checklistsLooked(stage.app)).rejects.toThrow(TypeError);
    const reply = await checklistOf(stage.app, id);
    expect(itemOf(reply, BROKEN.id).said).toBeNull();
    expect(itemOf(reply, "cutover-complete").said).not.toBeNull();
    expect(itemOf(reply, "criteria-met").said).toBe("0 of 5");
  });

  test("of a release that is over stays what it was", async () => {
    const first = await stage.started();
    await stage.pass(5000);
    await checklistsLooked(stage.app);
    expect(itemOf(await checklistOf(stage.app, first), "traffic-switched").done).toBe(true);
    await stage.ask(first, "rollback", { reason: "a try" });
    await stage.pass(5000);
    const { id: second } = await stage.planned({ version: "sprint-16" });
    const kept = await checklistOf(stage.app, first);
    await stage.ask(second, "start", { plan_hash: (await stage.shown(second)).plan_hash });
    await checklistsLooked(stage.app);
    expect((await checklistOf(stage.app, first)).lists).toEqual(kept.lists);
  });
});

describe("a release that asks for its checklist", () => {
  test("does not start before every item of the first list is done, and says which are open", async () => {
    const { id, plan_hash } = await stage.planned({ requires: ["checklist"] });
    await looked(stage, id);
    const start = () => stage.ask(id, "start", { plan_hash });
    await expect(start()).rejects.toMatchObject({
      code: "impossible-now",
      message: expect.stringContaining("pre-deployment: 8 of 8 items are open: All deliverables"),
    });
    for (const item of BY_HAND) await tick(id, item);
    await expect(start()).rejects.toMatchObject({
      message: expect.stringMatching(/2 of 8 items are open: Staging is validated; Current production/),
    });
    await stage.app.store.db
      .updateTable("release_proof")
      .set({ met: 1 })
      .where("item", "in", ["staging-validated", "production-backed-up"])
      .execute();
    expect((await start()).state).not.toBe("draft");
  });

  test("starts not at all where its list is empty, or its evidence is too old", async () => {
    const { id, plan_hash } = await stage.planned({ requires: ["checklist"] });
    const start = () => stage.ask(id, "start", { plan_hash });
    stage.staged.stage.clock.nowMs += 15 * 24 * 60 * MINUTE_MS;
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining("14 days ago") });
    await stage.app.store.db.deleteFrom("release_item").where("list", "=", "pre-deployment").execute();
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining("has no such list") });
  });
});
