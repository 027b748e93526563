import { expect, test } from "vitest";
import { added, OTHER, stacked } from "@/lib/client/series";
import type { UsageReply, UsageRow } from "@/lib/contract/usage";

const row = (key: string, tokens: number | null): UsageRow => ({
  key,
  calls: 1,
  reported_calls: tokens === null ? 0 : 1,
  input_tokens: tokens,
  output_tokens: 0,
  total_tokens: tokens,
  cost_usd: 1,
  estimated_cost_usd: 0,
  unpriced_calls: 0,
});

const time = "2026-11-22T00:00:00.000Z";
const reply = (rows: UsageRow[]): UsageReply => ({
  from: time,
  to: "2026-11-26T00:00:00.000Z",
  timezone: "UTC",
  bucket: "day",
  by: "model",
  totals: rows,
  series: rows.map((one) => ({ ...one, time })),
});

test("nine series become six and an Other that adds up", () => {
  const { keys, values, totals } = stacked(
    reply(Array.from({ length: 9 }, (_, index) => row(`m${index}`, 100 + index))),
    "total_tokens",
  );
  expect(keys).toEqual(["m8", "m7", "m6", "m5", "m4", "m3", OTHER]);
  expect(totals.at(-1)).toBe(100 + 101 + 102);
  expect(added(values[0] ?? [])).toBe(added(totals));
});

test("a day without calls is a gap, and a key whose tokens are unknown is no series of zeros", () => {
  const { keys, values } = stacked(reply([row("known", 5), row("silent", null)]), "total_tokens");
  expect(keys).toEqual(["known"]);
  expect(values).toEqual([[5], [null], [null], [null]]);
});

test("dollars without a call are known all the same", () => {
  expect(stacked(reply([row("silent", null)]), "cost_usd").totals).toEqual([1]);
});
