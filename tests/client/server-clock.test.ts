import { beforeEach, expect, test, vi } from "vitest";
import { noteDate, serverNowMs } from "@/lib/client/server-clock";

const NOW_MS = Date.UTC(2026, 10, 23, 12);
const answer = (date?: string) => new Response("", date === undefined ? {} : { headers: { date } });
const at = (ms: number) => answer(new Date(NOW_MS + ms).toUTCString());

beforeEach(() => {
  vi.spyOn(Date, "now").mockReturnValue(NOW_MS);
  noteDate(at(0));
});

test.each([-4000, -1000, 0, 3000])("a date that is %i ms off is that of an answer on its way", (ms) => {
  noteDate(at(ms));
  expect(serverNowMs()).toBe(NOW_MS);
});

test.each([-180_000, 5000, 86_400_000])("a machine that is %i ms off goes by the server's clock", (ms) => {
  noteDate(at(ms));
  expect(serverNowMs()).toBe(NOW_MS + ms);
});

test("the newest answer counts, and one without a date says nothing", () => {
  noteDate(at(60_000));
  noteDate(answer());
  noteDate(answer("yesterday"));
  expect(serverNowMs()).toBe(NOW_MS + 60_000);
  noteDate(at(0));
  expect(serverNowMs()).toBe(NOW_MS);
});
