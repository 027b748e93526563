import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import {
  badKey,
  isNewRefusal,
  linkTried,
  pageWaitS,
  requested,
  signInTried,
} from "@/lib/server/access/limits";

const MINUTE_MS = 60_000;
const AT = "203.0.113.9";

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, Symbol.for("greenlight.limits"));
    vi.useRealTimers();
  });
});

const times = async (count: number, act: (at: number) => Promise<unknown>) => {
  for (let at = 0; at < count; at += 1) await act(at);
};
const tooMany = (seconds: number) => ({ code: "too-many-requests", extra: { retry_after_s: seconds } });

describe("tries to sign in", () => {
  test("to one account are ten in a quarter of an hour, and ten again in the next", async () => {
    await times(10, (at) => signInTried(" Ana@example.org", `203.0.113.${at}`));
    await expect(signInTried("ana@example.org", AT)).rejects.toMatchObject(tooMany(900));
    vi.advanceTimersByTime(14 * MINUTE_MS);
    await expect(signInTried("ana@example.org", AT)).rejects.toMatchObject({
      ...tooMany(60),
      message: "too many tries to sign in to this account; try again in 60 s",
    });
    vi.advanceTimersByTime(MINUTE_MS);
    await times(10, (at) => signInTried("ana@example.org", `203.0.113.${at}`));
    await expect(signInTried("ana@example.org", AT)).rejects.toMatchObject(tooMany(900));
  });

  test("from one network do not count for the accounts that it names once it is held back", async () => {
    await times(10, (at) => signInTried(`x${at}@example.org`, AT));
    await times(10, () => expect(signInTried("ana@example.org", AT)).rejects.toMatchObject(tooMany(900)));
    await signInTried("ana@example.org", "203.0.113.10");
  });

  test("that succeed are taken back, for the account whole, for the network one", async () => {
    await times(9, (at) => signInTried("ana@example.org", at < 5 ? AT : "203.0.113.10"));
    await (await signInTried("ana@example.org", AT))();
    await times(5, () => signInTried("ana@example.org", AT));
    await expect(signInTried("ben@example.org", AT)).rejects.toMatchObject(tooMany(900));
    await times(5, () => signInTried("ana@example.org", "203.0.113.11"));
    await expect(signInTried("ana@example.org", "203.0.113.12")).rejects.toMatchObject(tooMany(900));
  });

  test("side by side are counted each, before the first is answered", async () => {
    const tried = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => signInTried("ana@example.org", `203.0.113.${at}`)),
    );
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  });
});

test("one-time links are tried ten times from a network; nobody else's link is shut by that", async () => {
  await times(10, () => linkTried(AT));
  await expect(linkTried(AT)).rejects.toMatchObject(tooMany(900));
  await (await linkTried("203.0.113.10"))();
});

test("keys that are none are a hundred a minute, of a whole /64 of IPv6", async () => {
  await times(100, (at) => badKey(`2001:db8:1:2::${at}`));
  await expect(badKey("2001:db8:1:2:ffff::1")).rejects.toMatchObject(tooMany(60));
  await badKey("2001:db8:1:3::1");
  vi.advanceTimersByTime(MINUTE_MS);
  await badKey("2001:db8:1:2::1");
});

test("requests are so many a minute as the settings say, also after they say another number", async () => {
  await times(60, () => requested("key a", 60));
  await expect(requested("key a", 60)).rejects.toMatchObject(tooMany(60));
  await requested("key b", 60);
  await requested("key a", 100);
  vi.advanceTimersByTime(MINUTE_MS);
  await requested("key a", 60);
});

test("pages are counted by network, apart from what else it asks for", async () => {
  await times(60, async (at) => expect(await pageWaitS(`2001:db8:1:2::${at}`, 60)).toBeNull());
  vi.advanceTimersByTime(10_500);
  expect(await pageWaitS("2001:db8:1:2::99", 60)).toBe(50);
  await requested("address 2001:db8:1:2::/64", 60);
});

test("the same refusal is news once a minute", async () => {
  expect([await isNewRefusal("a"), await isNewRefusal("a"), await isNewRefusal("b")]).toEqual([
    true,
    false,
    true,
  ]);
  vi.advanceTimersByTime(MINUTE_MS);
  expect(await isNewRefusal("a")).toBe(true);
});
