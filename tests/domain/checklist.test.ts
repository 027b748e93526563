import { describe, expect, test } from "vitest";
import type { Item } from "@/lib/domain/checklist";
import { packagesProof, pythonProof } from "@/lib/domain/checklist-environment";
import { gatesProof, latencyProof, roiProof } from "@/lib/domain/checklist-figures";
import { componentsProof, type ToldComponent } from "@/lib/domain/checklist-health";
import { frozenWhy, isLookedAt, itemState, LOOKED_MS_MAX, openWords } from "@/lib/domain/checklist-state";
import { type Left, watchedMs } from "@/lib/domain/checklist-watched";
import { drafted, type Phase, type Release } from "@/lib/domain/release";
import { planned } from "@/lib/domain/release-plan";
import { HEALTH_STATUSES } from "@/lib/domain/signals";
import fc from "@/tests/support/laws";

const plan = planned({ version: "sprint-15", environment: "green" });
if ("mistake" in plan) throw new Error(plan.mistake);
const DRAFT = drafted(plan, { id: "a1", createdMs: 1000, createdBy: "ada" });
const release = (phase: Phase, more: Partial<Release> = {}): Release => ({ ...DRAFT, phase, ...more });

describe("an item", () => {
  const byPerson: Item = { id: "one", list: "validation", phase: "p", text: "one", by: "person" };
  const byEvidence: Item = { ...byPerson, by: "evidence", evidence: { kind: "health" } };
  const tick = { done: true, note: null, actor: "ada", atMs: 1 };

  test("is done by whom it asks, and by nobody else", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.constantFrom(true, false, null), (done, met) => {
        const proof = { met, said: "said", atMs: 2 };
        expect(itemState(byPerson, { ...tick, done }, proof)).toMatchObject({ done, proof: null });
        expect(itemState(byEvidence, { ...tick, done }, proof)).toMatchObject({
          ...{ done: met === true, tick: null },
        });
      }),
    );
  });

  test("that nobody has looked at is not done", () => {
    expect(itemState(byPerson, null, null).done).toBe(false);
    expect(itemState(byEvidence, null, null).done).toBe(false);
  });
});

describe("the lists of a release", () => {
  test("go on until another was started after it, and stop at once where it was cancelled", () => {
    const completed = release({ name: "completed", retired: false });
    expect(frozenWhy(completed, null)).toBeNull();
    expect(frozenWhy(completed, "sprint-16")).toBe("sprint-16 was started after it");
    expect(frozenWhy(release({ name: "rolled_back" }), null)).toBeNull();
    expect(frozenWhy(release({ name: "rolled_back" }), "sprint-16")).not.toBeNull();
    expect(frozenWhy(release({ name: "cancelled" }), null)).toBe("it was cancelled");
    expect(frozenWhy(DRAFT, null)).toBeNull();
    expect(frozenWhy(release({ name: "retained" }), null)).toBeNull();
  });

  test("of a draft are looked at for fourteen days, to the millisecond", () => {
    expect(isLookedAt(DRAFT, 1000 + LOOKED_MS_MAX)).toBe(true);
    expect(isLookedAt(DRAFT, 1001 + LOOKED_MS_MAX)).toBe(false);
    expect(isLookedAt(release({ name: "retained" }), 1001 + LOOKED_MS_MAX)).toBe(true);
  });

  test("say what is open, in a sentence that does not grow without end", () => {
    expect(openWords("validation", ["one"], 7)).toBe("validation: 1 of 7 item is open: one");
    expect(openWords("validation", ["a", "b", "c", "d", "e"], 7)).toBe(
      "validation: 5 of 7 items are open: a; b; c and 2 more",
    );
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 100 }), (texts) => {
        expect(openWords("validation", texts, 100).length).toBeLessThan(300);
      }),
    );
  });
});

describe("components", () => {
  const any = fc.record({
    name: fc.constantFrom("flow", "rag", "roi", "dependencies"),
    told: fc.boolean(),
    verdict: fc.record({ status: fc.constantFrom(...HEALTH_STATUSES), stale: fc.boolean() }),
    fallback: fc.constant(null),
  });

  test("are met only where each was told, in time, to be healthy; and never not met for what is missing", () => {
    const isGood = ({ told, verdict }: ToldComponent) =>
      told && !verdict.stale && verdict.status === "healthy";
    const isBad = ({ told, verdict }: ToldComponent) =>
      told && !verdict.stale && verdict.status !== "healthy";
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (components) => {
        const { met } = componentsProof(components);
        expect(met === true).toBe(components.every(isGood));
        expect(met === false).toBe(components.some(isBad));
      }),
    );
  });

  test("are named, four of each kind at most", () => {
    const bad = Array.from({ length: 6 }, (_, at) => ({
      ...{
        name: `c${at}`,
        told: true,
        verdict: { status: "unhealthy" as const, stale: false },
        fallback: null,
      },
    }));
    expect(componentsProof(bad).said).toBe("0 of 6 healthy; unhealthy: c0, c1, c2, c3 and 2 more");
  });
});

describe("figures", () => {
  test("of an environment that says nonsense are not known", () => {
    fc.assert(
      fc.property(fc.anything(), (found) => {
        const details = { python_version: found, packages_installed: found };
        expect([true, false, null]).toContain(packagesProof(details, 167).met);
        expect(pythonProof(details, "3.13").said.length).toBeLessThan(200);
      }),
    );
    expect(pythonProof({ python_version: "three" }, "3.13").met).toBeNull();
    expect(packagesProof({ packages_installed: 167.5 }, 167).met).toBeNull();
  });

  test("are met at the figure itself where it is the least, and below it where it is the most", () => {
    expect(latencyProof({ value: 199.9, n: 20 }, 200, 20).met).toBe(true);
    expect(latencyProof({ value: 200, n: 20 }, 200, 20).met).toBe(false);
    expect(roiProof({ value: 100, n: 1 }, 100).met).toBe(true);
    expect(roiProof({ value: 99.99, n: 1 }, 100)).toEqual({
      met: false,
      said: "ROI 99.9× of 1 article, target 100×",
    });
    expect(gatesProof({ passed: 87, failed: 13 }, 0.87).met).toBe(true);
    expect(gatesProof({ passed: 9, failed: 0 }, 0.87).met).toBeNull();
  });
});

describe("the time in which a release was seen with work", () => {
  const left = (kind: Left["kind"], weight: number | null, countedMs: number | null): Left => ({
    ...{ kind, evidence: { weight, countedMs } },
  });
  const at = (step: number, countedMs: number): Phase => ({
    ...{ name: "observing", step, sinceMs: 0, countedMs, samples: { candidate: 0, control: 0 } },
  });

  test("is that of each share, and of all of it", () => {
    expect(watchedMs(DRAFT, [])).toBe(0);
    expect(watchedMs(release(at(1, 500)), [left("started", null, null)])).toBe(500);
    const went = [left("advanced", 50, 3_600_000), left("retained", 100, 900_000)];
    expect(watchedMs(release({ name: "retained" }, { fullMs: 1_000_000 }), went)).toBe(4_600_000);
    expect(watchedMs(release(at(2, 700), { fullMs: 700 }), went)).toBe(3_600_700);
  });

  test("counts a share once, however often it was held meanwhile", () => {
    const held: Phase = { name: "held", reason: "manual", said: "", over: at(1, 800) as never };
    expect(watchedMs(release(held), [left("held", 50, 800), left("resumed", 50, 800)])).toBe(800);
    expect(watchedMs(release({ name: "rolled_back" }), [left("rollback", 50, 900)])).toBe(900);
  });
});
