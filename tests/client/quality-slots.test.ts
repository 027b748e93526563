import { expect, test } from "vitest";
import { qualitySlots, telling } from "@/lib/client/quality-slots";
import { checkedAt, qualityReply } from "@/tests/support/checks-reply";

const reply = qualityReply(
  {},
  {
    from: "2026-08-24T00:00:00.000Z",
    to: "2026-11-23T00:00:00.000Z",
    series: [
      checkedAt("2026-08-24T00:00:00.000Z", {
        gates: { editor: [1, 4], chart_embedding: [1, 0] },
        firstPass: [0, 1],
        scores: { article_evals: [40, 1] },
      }),
      checkedAt("2026-08-25T00:00:00.000Z", {
        gates: { editor: [15, 0] },
        firstPass: [3, 0],
        scores: { article_evals: [80, 3], article_costs: [90, 1] },
      }),
    ],
  },
);

test("days that become a week give rates of their sums, not means of their rates", () => {
  const [week] = qualitySlots(reply);
  expect(week?.gates.editor).toEqual({ passed: 16, checked: 20, rate: 0.8 });
  expect(week?.gateRuns).toBe(4);
  expect(week?.yieldRate).toBe(0.75);
});

test("scores are weighted by what they stand on, each source for itself", () => {
  const [week] = qualitySlots(reply);
  expect(week?.scores.article_evals).toEqual({ samples: 4, mean: 70 });
  expect(week?.scores.article_costs).toEqual({ samples: 1, mean: 90 });
});

test("what was not checked is unknown, not zero", () => {
  const [week, next] = qualitySlots(reply);
  expect(week?.gates.publication_validator).toEqual({ passed: 0, checked: 0, rate: null });
  expect(next).toMatchObject({ gateRuns: 0, yieldRate: null });
  expect(next?.scores.article_evals).toEqual({ samples: 0, mean: null });
});

test("days become weeks where a day has too few checks to tell, but only where there are weeks", () => {
  const month = qualityReply({});
  const days = (to: string) => qualityReply({}, { to });
  expect(telling(month, 60)).toBe("week");
  expect(telling(month, 5000)).toBe("day");
  expect(telling(days("2026-10-31T00:00:00.000Z"), 60)).toBe("day");
  const [first, second] = qualitySlots(month, "week");
  expect([first?.key, second?.key]).toEqual(["2026-10-19", "2026-10-26"]);
});
