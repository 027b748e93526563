import { beforeEach, describe, expect, test } from "vitest";
import { signOffs } from "@/lib/contract/sign-offs";
import { grantsOfRole, type Identity, type Title, visitor } from "@/lib/domain/access";
import { figuresShown, revoked, signed, signOffsOf } from "@/lib/server/governance/sign-offs";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";

const holding = (name: string, ...titles: Title[]): Identity => ({
  kind: "person",
  ...{
    userId: name,
    sessionId: name,
    name,
    actor: `${name.toLowerCase()}@example.org`,
    address: "127.0.0.1",
  },
  ...{ role: "viewer", titles, grants: grantsOfRole("viewer") },
});
const ADMIN: Identity = { ...holding("Root"), grants: grantsOfRole("admin") };
const PIA = holding("Pia", "pm");
const SAM = holding("Sam", "stakeholder");

let stage: ReleaseStage;
beforeEach(async () => {
  stage = await releaseStage();
});

async function signs(id: string, title: Title, who: Identity, note?: string) {
  const { seen, seal } = await figuresShown(stage.app, id);
  return signed(stage.app, id, { title, seen, seal, ...(note === undefined ? {} : { note }) }, who);
}

const events = (action: string) =>
  stage.app.store.db
    .selectFrom("event")
    .select(["actor", "origin", "subject", "before", "after", "reason"])
    .where("action", "=", action)
    .execute();

describe("a sign-off", () => {
  test("keeps the figures that its signer saw, whatever arrives later", async () => {
    await stage.articles("blue", 5, 0.5);
    const { id } = await stage.planned();
    const { seen } = await figuresShown(stage.app, id);
    const cost = seen.figures.find(({ figure }) => figure === "cost_per_article_usd");
    expect(cost).toMatchObject({ control: { n: 5 }, candidate: { value: null, n: 0 } });
    expect(cost?.control.value).toBeCloseTo(0.55, 2);
    const reply = signOffs.reply.parse(await signs(id, "pm", PIA, "looks right to me"));
    expect(reply.sign_offs[0]).toMatchObject({
      title: "pm",
      name: "Pia",
      note: "looks right to me",
      revoked: null,
    });
    const before = reply.sign_offs[0]?.seen;
    await stage.articles("blue", 20, 9);
    await stage.articles("green", 3, 4);
    await stage.pass(MINUTE_MS, 10_000);
    expect((await signOffsOf(stage.app, id)).sign_offs[0]?.seen).toEqual(before);
    expect((await figuresShown(stage.app, id)).seen.figures).not.toEqual(before?.figures);
    const [event] = await events("release.signed");
    expect(event).toMatchObject({ actor: PIA.actor, origin: PIA.address, reason: "looks right to me" });
    expect(JSON.parse(event?.after ?? "{}")).toEqual({ title: "pm", seen: before });
  });

  test.each<[string, (id: string) => Promise<unknown>, string]>([
    ["of a title that is not theirs", (id) => signs(id, "stakeholder", PIA), "forbidden"],
    ["of an administrator without a title", (id) => signs(id, "pm", ADMIN), "forbidden"],
    [
      "of a machine",
      (id) => signs(id, "pm", { kind: "key", keyId: "k", actor: "key k", address: "", grants: ADA.grants }),
      "forbidden",
    ],
    ["of a release that is not there", () => signs("none", "pm", PIA), "not-found"],
  ])("%s is refused", async (_, act, code) => {
    const { id } = await stage.planned();
    await expect(act(id)).rejects.toMatchObject({ code });
    expect((await signOffsOf(stage.app, id)).sign_offs).toEqual([]);
  });

  test("of figures that this server has not shown is refused, however little they differ", async () => {
    const { id } = await stage.planned();
    const other = await stage.planned({ version: "sprint-16" });
    const { seen, seal } = await figuresShown(stage.app, id);
    const [first, ...rest] = seen.figures;
    const better = { ...seen, figures: [{ ...first!, candidate: { value: 99, n: 99 } }, ...rest] };
    const wrong = [
      signed(stage.app, id, { title: "pm", seen: better, seal }, PIA),
      signed(stage.app, id, { title: "pm", seen, seal: `${seal}x` }, PIA),
      signed(stage.app, id, { title: "pm", seen, seal: "" }, PIA),
      signed(stage.app, other.id, { title: "pm", seen, seal }, PIA),
    ];
    for (const one of wrong) await expect(one).rejects.toMatchObject({ code: "bad-input" });
  });

  test("of figures of more than a quarter of an hour ago is refused, by a clock put back, too", async () => {
    const { id } = await stage.planned();
    const { seen, seal } = await figuresShown(stage.app, id);
    const clock = stage.staged.stage.clock;
    const atMs = clock.nowMs;
    for (const movedMs of [16 * MINUTE_MS, -16 * MINUTE_MS]) {
      clock.nowMs = atMs + movedMs;
      const act = signed(stage.app, id, { title: "pm", seen, seal }, PIA);
      await expect(act).rejects.toMatchObject({ code: "stale-version" });
    }
    clock.nowMs = atMs + 14 * MINUTE_MS;
    await signed(stage.app, id, { title: "pm", seen, seal }, PIA);
  });

  test("is one of a title: of many at the same moment one is taken", async () => {
    const { id } = await stage.planned();
    const { seen, seal } = await figuresShown(stage.app, id);
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => signed(stage.app, id, { title: "pm", seen, seal }, PIA)),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await signOffsOf(stage.app, id)).sign_offs).toHaveLength(1);
  });

  test("can be revoked until the start, and signed anew; both stay on record", async () => {
    const { id, plan_hash } = await stage.planned();
    await signs(id, "pm", PIA);
    await revoked(stage.app, { id, title: "pm" }, "the wrong plan", PIA);
    await expect(revoked(stage.app, { id, title: "pm" }, undefined, PIA)).rejects.toMatchObject({
      code: "impossible-now",
    });
    await signs(id, "pm", PIA);
    const { sign_offs } = await signOffsOf(stage.app, id);
    expect(sign_offs.map(({ revoked: gone }) => gone?.reason)).toEqual([undefined, "the wrong plan"]);
    await stage.ask(id, "start", { plan_hash });
    const late = revoked(stage.app, { id, title: "pm" }, undefined, PIA);
    await expect(late).rejects.toMatchObject({ code: "impossible-now" });
    expect(await events("release.sign_off_revoked")).toHaveLength(1);
  });

  test("in the demo is open to whoever looks at it", async () => {
    const { id } = await stage.planned();
    await signs(id, "devops", visitor("127.0.0.1"));
    expect((await signOffsOf(stage.app, id)).sign_offs[0]?.name).toBe("demo visitor");
  });
});

describe("a release that asks for signatures", () => {
  test("does not start without them, says whose, and starts with them", async () => {
    const { id, plan_hash, missing } = await stage.planned({ requires: ["pm", "stakeholder"] });
    expect(missing).toEqual(["the stakeholder has not signed", "the PM has not signed"]);
    const start = () => stage.ask(id, "start", { plan_hash });
    await expect(start()).rejects.toThrow(
      "still missing: the stakeholder has not signed; the PM has not signed",
    );
    await signs(id, "pm", PIA);
    await expect(start()).rejects.toThrow("still missing: the stakeholder has not signed");
    expect(await signs(id, "stakeholder", SAM)).toMatchObject({
      missing: [],
      required: ["stakeholder", "pm"],
    });
    expect((await start()).state).toBe("preflight");
  });

  test("is not started by an administrator with a reason, either", async () => {
    const { id, plan_hash } = await stage.planned({ requires: ["pm"] });
    const start = stage.ask(id, "start", { plan_hash, reason: "now" }, ADMIN);
    await expect(start).rejects.toThrow("the PM has not signed");
  });

  test("a signature that is revoked is missing again", async () => {
    const { id } = await stage.planned({ requires: ["pm"] });
    await signs(id, "pm", PIA);
    expect((await stage.shown(id)).missing).toEqual([]);
    await revoked(stage.app, { id, title: "pm" }, undefined, PIA);
    expect((await stage.shown(id)).missing).toEqual(["the PM has not signed"]);
  });
});
