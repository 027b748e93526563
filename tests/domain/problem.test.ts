import { expect, test, vi } from "vitest";
import { Problem } from "@/lib/domain/problem";

test("a problem is one wherever it was thrown: the built server has its class more than once", async () => {
  vi.resetModules();
  const { Problem: Other } = await import("@/lib/domain/problem");
  expect(Other).not.toBe(Problem);
  expect(new Other("impossible-now", "not now")).toBeInstanceOf(Problem);
  expect(new Problem("impossible-now", "not now")).toBeInstanceOf(Error);
});

test.each([new Error("Problem"), { name: "Problem", code: "not-found" }, null, undefined, "Problem"])(
  "nothing else is: %s",
  (value) => expect(value instanceof Problem).toBe(false),
);
