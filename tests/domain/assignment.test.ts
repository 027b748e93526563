import { describe, expect, test } from "vitest";
import { assigned } from "@/lib/domain/assignment";
import fc from "@/tests/support/laws";

const anyKey = fc.string({ maxLength: 80 });
const anyShare = fc.integer({ min: 0, max: 100 });

describe("assigned", () => {
  test("gives the same job to the same side for ever", () => {
    const from = { "the cost of a second opinion": 87, "ai in retail": 74, "münchen 🥨": 80, a: 21 };
    for (const [job, share] of Object.entries(from))
      expect([assigned(job, share - 1), assigned(job, share)], job).toEqual(["blue", "green"]);
  });

  test("gives all to blue at 0 and all to green at 100", () => {
    fc.assert(fc.property(anyKey, (key) => assigned(key, 0) === "blue" && assigned(key, 100) === "green"));
  });

  test("moves jobs to green only, as its share grows", () => {
    fc.assert(
      fc.property(anyKey, anyShare, anyShare, (key, one, two) => {
        const [less, more] = [Math.min(one, two), Math.max(one, two)];
        return assigned(key, less) === "blue" || assigned(key, more) === "green";
      }),
    );
  });

  test.each([1, 10, 33, 50, 90])(
    "shares %i %% out within three standard deviations, of keys alike",
    (green) => {
      const count = 20_000;
      const given = Array.from({ length: count }, (_, one) => assigned(`article ${one}`, green));
      const share = given.filter((environment) => environment === "green").length / count;
      const wanted = green / 100;
      expect(Math.abs(share - wanted)).toBeLessThan(3 * Math.sqrt((wanted * (1 - wanted)) / count));
    },
  );
});
