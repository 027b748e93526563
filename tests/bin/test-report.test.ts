import { resolve } from "node:path";
import { expect, it } from "vitest";
import { counted } from "@/bin/test-report";

it("names what failed in a report of Vitest, and a file that could not be read", () => {
  const assertionResults = [
    { fullName: "a law holds", status: "passed", failureMessages: [] },
    {
      fullName: "another law holds",
      status: "failed",
      failureMessages: ["\u001b[31mError: seed 7\u001b[39m\nat step 3"],
    },
  ];
  const report = counted({
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      { name: resolve("tests/laws.test.ts"), status: "failed", message: "", assertionResults },
      { name: resolve("tests/torn.test.ts"), status: "failed", message: "SyntaxError", assertionResults: [] },
      { name: resolve("tests/good.test.ts"), status: "passed", assertionResults: [] },
    ],
  });
  expect(report).toEqual({
    passed: 1,
    failed: 1,
    failures: [
      "✗ tests/laws.test.ts › another law holds\n    Error: seed 7\n    at step 3",
      "✗ tests/torn.test.ts\n    SyntaxError",
    ],
  });
});

it("names what failed in a report of Playwright, however deep, and what failed outside of a test", () => {
  const spec = (title: string, status: string, errors: { message: string }[]) => ({
    ...{ title, file: "report.spec.ts", line: 50 },
    tests: [{ status, results: [{ errors }] }],
  });
  const report = counted({
    stats: { expected: 2, flaky: 1, unexpected: 1 },
    suites: [
      {
        specs: [spec("opens", "expected", [])],
        suites: [{ specs: [spec("prints", "unexpected", [{ message: "not there" }])] }],
      },
    ],
    errors: [{ message: "the browser is gone" }],
  });
  expect(report).toEqual({
    passed: 3,
    failed: 1,
    failures: ["✗ report.spec.ts:50 › prints\n    not there", "✗ outside of a test\n    the browser is gone"],
  });
});

it("keeps the first lines of a long error, where the seed stands", () => {
  const message = Array.from({ length: 500 }, (_, line) => `line ${line}`).join("\n");
  const [failure] = counted({
    numPassedTests: 0,
    numFailedTests: 0,
    testResults: [{ name: resolve("tests/torn.test.ts"), status: "failed", message, assertionResults: [] }],
  }).failures;
  expect(failure?.split("\n")).toHaveLength(13);
  expect(failure).toContain("    line 0\n");
});
