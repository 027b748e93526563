import { format } from "node:util";
import { afterEach, beforeEach, vi } from "vitest";

let unexpected: string[] = [];

// A test that expects an error replaces this spy with its own: vi.spyOn(console, "error").mockImplementation(…).
beforeEach(() => {
  unexpected = [];
  vi.spyOn(console, "error").mockImplementation((...words) => {
    unexpected.push(format(...words));
  });
});

afterEach(() => {
  if (unexpected.length > 0) throw new Error(`unexpected console.error:\n${unexpected.join("\n")}`);
});
