import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN_ENV } from "@/tests/support/access";
import { costLines, document, executions } from "./support/documents";
import { audited, type Device, withChromium } from "./support/lighthouse";
import { type Figure, report } from "./support/results";
import { pushed, withServer } from "./support/server";
import { inFolder } from "./support/store";
import { median } from "./support/timing";

const PAGES = ["/", "/usage", "/health", "/releases"];
const ROUNDS = 3;
const AIMS = { performance: 95, accessibility: 100, "best-practices": 95 } as const;
const DEVICES: readonly Device[] = ["desktop", "mobile"];

/** What can be read without a session: Lighthouse begins each visit with no cookies. */
const OPEN = "timezone: UTC\naccess: { anonymous: viewer }\n";

const figures = await inFolder(async (folder) => {
  const config = join(folder, "greenlight.yaml");
  await writeFile(config, OPEN);
  const env = { ...ADMIN_ENV, GREENLIGHT_CONFIG: config };
  return withServer(folder, ({ url }) => withChromium((port) => scores(url, port)), env);
});

/** A month of runs, half of whose articles have lines, in both environments. */
async function fill(url: string): Promise<void> {
  const spread = { count: 2000, days: 30, untilMs: Date.now() };
  for (const [half, environment] of ["blue", "green"].entries()) {
    const some = executions(spread, half * 1000, half * 1000 + 1000);
    await pushed(url, "execution-roi", document(some, spread.untilMs), environment);
    await pushed(url, "article-costs", costLines(some.slice(0, 500)), environment);
  }
}

async function scores(url: string, port: number): Promise<Figure[]> {
  await fill(url);
  const found: Figure[] = [];
  for (const device of DEVICES)
    for (const path of PAGES) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1) rounds.push(await audited(url + path, port, device));
      for (const [category, aim] of Object.entries(AIMS)) {
        const value = median(rounds.map((scored) => scored.scores[category] ?? Number.NaN));
        const what = `${path} ${device}: ${category}, median of ${ROUNDS}`;
        // A phone of 2019 on a slow network, for information.
        found.push({
          what,
          value,
          unit: "of 100",
          ...(device === "desktop" ? { aim: { atLeast: aim } } : {}),
        });
      }
      for (const fault of new Set(rounds.flatMap(({ faults }) => faults)))
        console.log(`  ${path} ${device}: ${fault}`);
    }
  return found;
}

report("lighthouse", figures);
