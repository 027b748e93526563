import { expect, test } from "vitest";
import { basis, checkStanding, errorStanding, gateStanding, rated } from "@/lib/client/rates";
import { wilson } from "@/lib/domain/interval";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

test.each([
  [0.9, "✓ at goal 87 %"],
  [0.87, "✓ at goal 87 %"],
  [52 / 64, "▼ below goal 87 %, above review 80 %"],
  [0.8, "▼ below goal 87 %, above review 80 %"],
  [0.79, "▼ below review 80 %, above rollback 70 %"],
  [0.69, "✕ below rollback 70 %"],
])("a gate pass rate of %d reads: %s", (rate, words) => {
  expect(plain(gateStanding(rate))).toBe(words);
});

test("everything else is held to all of it, and errors to five per cent", () => {
  expect(plain(checkStanding(1))).toBe("✓ at target 100 %");
  expect(plain(checkStanding(0.99))).toBe("▼ below target 100 %");
  expect(plain(errorStanding(0.05))).toBe("✓ within limit 5 %");
  expect(plain(errorStanding(0.051))).toBe("▲ above limit 5 %");
});

test("a rate of few has no decimals, but its 95 % interval", () => {
  expect(plain(`${rated(6 / 13, 13)}, ${basis(wilson(6, 13), 13)}`)).toBe("46 %, 23–71 % at n = 13");
  expect(plain(`${rated(52 / 64, 64)}, ${basis(null, 64)}`)).toBe("81.3 %, n = 64");
});
