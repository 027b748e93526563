import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStore, type Store } from "@/db/open";
import {
  automaticRollbacks,
  liveReleaseRow,
  quarantineOf,
  quarantines,
  releaseOf,
  releaseRow,
  releaseRows,
  releaseTimeline,
} from "@/db/queries/releases";
import {
  addRelease,
  keepQuarantineReport,
  keepRelease,
  liftQuarantine,
  putQuarantine,
  recordReleaseEntry,
} from "@/db/record/releases";
import { drafted, type Release } from "@/lib/domain/release";
import type { Stepped } from "@/lib/domain/release-effect";
import type { Look } from "@/lib/domain/release-look";
import { resumed } from "@/lib/domain/release-restart";
import { step } from "@/lib/domain/release-step";
import { folder } from "@/tests/support/folder";
import {
  command,
  HOUR,
  heldOver,
  look,
  NOW,
  observing,
  plan,
  ripe,
  says,
  shifting,
} from "@/tests/support/release";

async function opened(file = join(folder(), "greenlight.db")): Promise<Store & { file: string }> {
  const store = await openStore(file);
  onTestFinished(() => store.close());
  return { ...store, file };
}

const one = (id = "one", more: Partial<Release> = {}): Release => ({
  ...drafted(plan(), { id, createdMs: NOW, createdBy: "ada" }),
  ...more,
});

const added = (store: Store, release: Release) =>
  store.write((tx) => addRelease(tx, release, "hash", "http"));

/** A step whose state and timeline are stored together, as its shell does it. */
async function stored(store: Store, id: string, seen: Look): Promise<Stepped> {
  return store.write(async (tx) => {
    const row = await releaseRow(tx, id);
    if (row === null) throw new Error(`there is no ${id}`);
    const before = releaseOf(row);
    const after = step(before, seen);
    expect(await keepRelease(tx, before, after.release, seen.nowMs)).toBe(true);
    for (const effect of after.effects)
      if (effect.kind === "record") await recordReleaseEntry(tx, after.release, effect.entry, "http");
    return after;
  });
}

test("a release is read back as its last step left it, with what people are shown of it in columns", async () => {
  const store = await opened();
  await added(store, one("one", { phase: observing() }));
  const { release } = await stored(store, "one", look(50, { samples: { candidate: 3, control: 4 } }));
  const row = await releaseRow(store.db, "one");
  expect(releaseOf(row!)).toEqual(release);
  expect(row).toMatchObject({
    state: "observing",
    held_reason: null,
    live: 1,
    weight: 50,
    version: "sprint-15",
    environment: "green",
    plan_hash: "hash",
    waits_for: "1 s of 1 h, 3 of 8 articles on green, 4 of 8 articles on blue, for 100 %",
    deadline_ms: NOW + 72 * HOUR - 1000,
  });
  expect(JSON.parse(row!.plan)).toEqual(plan());
});

test.each([
  ["held", heldOver(observing(), "stale")],
  ["shifting", shifting()],
  ["rolling back", { name: "rolling_back" as const, tries: 3, retryInMs: 8000 }],
  ["ripe", ripe()],
])("after a restart a release that is %s is the same", async (_, phase) => {
  const store = await opened();
  const before = one("one", { phase, forMs: 1234, fullMs: 77, waived: ["gates"], applied: null });
  await added(store, before);
  const again = await openStore(store.file);
  onTestFinished(() => again.close());
  const found = releaseOf((await releaseRow(again.db, "one"))!);
  expect(found).toEqual(before);
  const seen = { ...look(50), uptimeMs: 0 };
  expect(resumed(found, seen)).toEqual(resumed(before, seen));
});

describe("at most one release is live", () => {
  test("whoever starts a second one is refused by the store itself", async () => {
    const store = await opened();
    await added(store, one("one", { phase: observing() }));
    await added(store, one("two"));
    const started = step(one("two"), look(0, { commands: [command("start")] })).release;
    await expect(
      store.write((tx) => keepRelease(tx, { id: "two", revision: 0 }, started, NOW)),
    ).rejects.toThrow(/unique/i);
    expect(await liveReleaseRow(store.db)).toMatchObject({ id: "one" });
  });

  test("drafts and ends are as many as there are", async () => {
    const store = await opened();
    for (const [id, phase] of Object.entries({
      a: { name: "draft" as const },
      b: { name: "draft" as const },
      c: { name: "completed" as const, retired: false },
      d: { name: "rolled_back" as const },
      e: { name: "rolled_back" as const },
    }))
      await added(store, one(id, { phase }));
    expect(await liveReleaseRow(store.db)).toBeNull();
    expect((await releaseRows(store.db, 3)).map(({ id }) => id)).toEqual(["e", "d", "c"]);
  });
});

test("a step that somebody else's has overtaken stores nothing", async () => {
  const store = await opened();
  const before = one("one", { phase: observing() });
  await added(store, before);
  await stored(store, "one", look(50, { commands: [command("rollback")] }));
  const late = step(before, look(50, { commands: [command("pause")] })).release;
  expect(await store.write((tx) => keepRelease(tx, before, late, NOW))).toBe(false);
  expect((await releaseRow(store.db, "one"))?.state).toBe("rolling_back");
});

test("the timeline and the one log tell each change once, with its evidence, in its order", async () => {
  const store = await opened();
  await added(store, one());
  const findings = [says("fail")];
  const looks = [
    look(0, { commands: [command("start", { reason: "sprint 15" })] }),
    look(0, { checks: [{ name: "health", state: "passed", said: "answers" }] }),
    look(50, { nowMs: NOW + 1000 }),
    look(50, { nowMs: NOW + 2000, findings }),
  ];
  for (const seen of looks) await stored(store, "one", seen);
  const timeline = await releaseTimeline(store.db, "one");
  expect(timeline.map(({ kind, to_state, automatic }) => [kind, to_state, automatic])).toEqual([
    ["started", "preflight", 0],
    ["shift", "shifting", 1],
    ["observing", "observing", 1],
    ["rollback", "rolling_back", 1],
  ]);
  expect(timeline[0]).toMatchObject({ actor: "ada", reason: "sprint 15" });
  expect(JSON.parse(timeline[3]!.evidence)).toMatchObject({
    applied: 50,
    findings: [{ rule: "api-error-rate", finding: { verdict: "fail", n: 20, k: 5 } }],
  });
  const log = await store.db
    .selectFrom("event")
    .select(["action", "subject", "actor", "reason"])
    .orderBy("id")
    .execute();
  expect(log.map(({ action }) => action)).toEqual([
    "release.planned",
    "release.started",
    "release.shift",
    "release.observing",
    "release.rollback",
  ]);
  expect(log[4]).toMatchObject({ subject: "release one sprint-15", actor: "system" });
  expect(log[4]?.reason).toContain("5 of 20 jobs failed");
});

test("only rollbacks that nobody had asked for count as automatic", async () => {
  const store = await opened();
  for (const id of ["by-person", "by-rule"]) {
    await added(store, one(id, { phase: observing() }));
    const asked = id === "by-person" ? { commands: [command("rollback")] } : { findings: [says("fail")] };
    await stored(store, id, look(50, { nowMs: NOW + 5, ...asked }));
    await store.write((tx) =>
      keepRelease(tx, { id, revision: 1 }, one(id, { phase: { name: "rolled_back" }, revision: 2 }), NOW),
    );
  }
  expect(await automaticRollbacks(store.db, NOW)).toEqual([NOW + 5]);
  expect(await automaticRollbacks(store.db, NOW + 5)).toEqual([]);
});

test("a version in quarantine says why, names its report, and is free once it has proved itself", async () => {
  const store = await opened();
  await added(store, one());
  const why = {
    version: "sprint-15",
    sinceMs: NOW,
    releaseId: "one",
    rule: "api-error-rate",
    said: "5 of 20",
  };
  await store.write((tx) => putQuarantine(tx, { ...why, said: "older" }));
  await store.write((tx) => putQuarantine(tx, why));
  await store.write((tx) => keepQuarantineReport(tx, "one", "r7"));
  expect(await quarantineOf(store.db, "sprint-15")).toEqual({
    version: "sprint-15",
    since_ms: NOW,
    release_id: "one",
    rule: "api-error-rate",
    said: "5 of 20",
    report: "r7",
  });
  expect(await quarantines(store.db)).toHaveLength(1);
  expect(await quarantineOf(store.db, "sprint-16")).toBeNull();
  expect(await store.write((tx) => liftQuarantine(tx, "sprint-15"))).toBe(true);
  expect(await store.write((tx) => liftQuarantine(tx, "sprint-15"))).toBe(false);
  expect(await quarantines(store.db)).toEqual([]);
});

test("an undo is linked to what it undoes", async () => {
  const store = await opened();
  await added(store, one("one", { phase: { name: "rolled_back" } }));
  await added(store, one("two", { linkedTo: "one" }));
  expect((await releaseRow(store.db, "two"))?.linked_to).toBe("one");
  await expect(added(store, one("three", { linkedTo: "nothing" }))).rejects.toThrow(/foreign key/i);
});
