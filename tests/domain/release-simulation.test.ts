import { expect, test } from "vitest";
import { HELD_REASONS, PHASES } from "@/lib/domain/release";
import { ENTRY_KINDS } from "@/lib/domain/release-effect";
import { lived, type Tally } from "@/tests/support/release-laws";
import { scaled } from "@/tests/support/scale";

const SEEDS = scaled(2000);
const STEPS = 200;

test(`${SEEDS} stories of ${STEPS} steps, with clocks, drivers, probes, people and restarts that fail: every law holds`, () => {
  const tally: Tally = new Map();
  for (let seed = 1; seed <= SEEDS; seed += 1) lived(seed, STEPS, tally);
  // And they went everywhere.
  const unseen = [
    ...PHASES.filter((name) => name !== "held"),
    ...HELD_REASONS.filter((reason) => reason !== "inconclusive").map((reason) => `held ${reason}`),
    ...ENTRY_KINDS.map((kind) => `> ${kind}`),
  ].filter((seen) => !tally.has(seen));
  if (SEEDS >= 2000) expect(unseen).toEqual([]);
});

test("the same seed is the same story", () => {
  expect([...lived(7, STEPS)]).toEqual([...lived(7, STEPS)]);
});
