// What a JSON report of Vitest or Playwright says: `passed failed` first, then what failed, so that the end of a long
// log names it.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
}

interface PlaywrightReport {
  stats: { expected: number; flaky: number; unexpected: number };
  suites: PlaywrightSuite[];
  errors: { message?: string }[];
}

interface Counted {
  passed: number;
  failed: number;
  /** The place and the error of each test that failed, a few lines each. */
  failures: string[];
}

/** Errors of laws over many inputs go on for pages; the seed stands in the first lines. */
const ERROR_LINES = 12;

/** What a report counts, and what failed in it; a file that could not be read at all is among what failed. */
export const counted = (report: VitestReport | PlaywrightReport): Counted =>
  "stats" in report ? ofPlaywright(report) : ofVitest(report);

function ofVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Counted {
  const failures = testResults
    .filter(({ status }) => status === "failed")
    .flatMap(({ name, message, assertionResults }) => {
      const file = relative(".", name);
      const tests = assertionResults.filter(({ status }) => status === "failed");
      if (tests.length === 0) return [told(file, message)];
      return tests.map(({ fullName, failureMessages }) =>
        told(`${file} › ${fullName}`, failureMessages?.join("\n")),
      );
    });
  return { passed: numPassedTests, failed: numFailedTests, failures };
}

function ofPlaywright({ stats, suites, errors }: PlaywrightReport): Counted {
  const failures = specsOf(suites).flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected")
      .map(({ results }) =>
        told(`${file}:${line} › ${title}`, results.flatMap((result) => result.errors)[0]?.message),
      ),
  );
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    failures: [...failures, ...errors.map(({ message }) => told("outside of a test", message))],
  };
}

const specsOf = (suites: readonly PlaywrightSuite[]): NonNullable<PlaywrightSuite["specs"]> =>
  suites.flatMap(({ specs = [], suites = [] }) => [...specs, ...specsOf(suites)]);

function told(place: string, error = "no error was told"): string {
  const lines = stripVTControlCharacters(error)
    .split("\n")
    .filter((line) => !line.includes("/node_modules/"))
    .slice(0, ERROR_LINES);
  return [`✗ ${place}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

if (import.meta.main) {
  const { passed, failed, failures } = counted(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")));
  console.log([`${passed} ${failed}`, ...failures.map((failure) => `\n${failure}`)].join("\n"));
}
