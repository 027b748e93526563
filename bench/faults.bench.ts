import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { report } from "./support/results";

/** The tests that inject faults; each plays more of its table, up to all of it, with GREENLIGHT_TEST_SCALE. */
const LANE = [
  "tests/integration/release-crash.test.ts",
  "tests/integration/traffic-crash.test.ts",
  "tests/integration/alert-crash.test.ts",
  "tests/integration/notify-crash.test.ts",
  "tests/integration/audit-crash.test.ts",
  "tests/integration/storage-core.test.ts",
  "tests/integration/restore.test.ts",
  "tests/integration/backup.test.ts",
  "tests/server/crash.test.ts",
  "tests/server/full-disk.test.ts",
  "tests/server/foreign-lock.test.ts",
  "tests/server/rollback-stress.test.ts",
] as const;

const SCALE = process.argv.includes("faults") || process.argv.includes("nightly") ? 14 : 1;

const told = z.object({
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), "greenlight-faults-"));
const file = join(folder, "faults.json");
const startedMs = performance.now();
const vitest = "node_modules/vitest/vitest.mjs";
spawnSync(process.execPath, [vitest, "run", ...LANE, "--reporter=json", `--outputFile=${file}`], {
  env: { ...process.env, GREENLIGHT_TEST_SCALE: String(SCALE), NODE_OPTIONS: "" },
  stdio: ["ignore", "ignore", "inherit"],
});
const { testResults } = told.parse(JSON.parse(readFileSync(file, "utf8")));
rmSync(folder, { recursive: true, force: true });

const counted = (status: string, of = testResults) =>
  of.flatMap(({ assertionResults }) => assertionResults).filter((one) => one.status === status).length;

report("faults", [
  ...testResults.map((one) => ({
    what: one.name.slice(one.name.indexOf("tests/")),
    value: counted("passed", [one]),
    unit: "passed",
  })),
  { what: "cases that held", value: counted("passed"), unit: "" },
  { what: "cases that did not", value: counted("failed"), unit: "", aim: { atMost: 0 } },
  { what: "minutes", value: (performance.now() - startedMs) / 60_000, unit: "min" },
]);
if (counted("failed") > 0) process.exitCode = 1;
