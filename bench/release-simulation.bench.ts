import { lived, type Tally } from "@/tests/support/release-laws";
import { report } from "./support/results";

const SEEDS = process.argv.includes("nightly") ? 200_000 : 2000;
const STEPS = 200;
/** Other seeds than those of the test, so that a night adds to it. */
const FIRST = 1_000_000;

const tally: Tally = new Map();
const broken: string[] = [];
const startedMs = performance.now();
for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
  try {
    lived(seed, STEPS, tally);
  } catch (error) {
    broken.push(error instanceof Error ? error.message : String(error));
  }
}
const seconds = (performance.now() - startedMs) / 1000;
for (const story of broken.slice(0, 20)) console.error(story);
const seen = (name: string) => tally.get(`> ${name}`) ?? 0;

report("release-simulation", [
  { what: "stories of 200 steps with faults", value: SEEDS, unit: "" },
  { what: "stories that broke a law", value: broken.length, unit: "", aim: { atMost: 0 } },
  {
    what: "shares sent, advanced and promoted",
    value: seen("shift") + seen("advanced") + seen("promoted"),
    unit: "",
  },
  { what: "rollbacks", value: seen("rollback"), unit: "" },
  { what: "restarts in the middle", value: seen("restarted"), unit: "" },
  { what: "releases completed", value: seen("completed"), unit: "" },
  { what: "steps a second", value: (SEEDS * STEPS) / seconds, unit: "/s" },
]);
if (broken.length > 0) process.exitCode = 1;
