import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { between, drawsOf } from "@/lib/demo/random";
import { document, executions } from "./support/documents";
import { withPage } from "./support/page";
import { report } from "./support/results";
import { type Server, withServer } from "./support/server";
import { inFolder } from "./support/store";
import { percentile } from "./support/timing";

const EXECUTIONS = 1000;
const ROUNDS = 40;
const WARM_UP = 3;
const SEED = 20_261_123;

/** Remembers, in the page, when the figure of a tile was first drawn with another text than before. */
const watchTile = (page: Page, label: string): Promise<void> =>
  page.evaluate((name) => {
    const heading = [...globalThis.document.querySelectorAll("h2")].find((h2) => h2.textContent === name);
    const figure = () => heading?.parentElement?.querySelector("p")?.title ?? "";
    const before = figure();
    if (before === "") throw new Error(`there is no tile "${name}"`);
    const changed = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (figure() === before) return;
        observer.disconnect();
        resolve(Date.now());
      });
      observer.observe(globalThis.document.body, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    });
    Reflect.set(globalThis, "changed", changed);
  }, label);

const changedAt = (page: Page): Promise<number> => page.evaluate(() => Reflect.get(globalThis, "changed"));

const spread = { count: EXECUTIONS + ROUNDS + WARM_UP, days: 30, untilMs: Date.now() };
const all = executions(spread, 0, spread.count);

const path = (folder: string) => join(folder, "execution_roi.json");
const write = (folder: string, kept: number) =>
  writeFile(path(folder), document(all.slice(0, kept), spread.untilMs + kept));

/** Milliseconds of each round from the start of a write to the new figure in the page. */
async function rounds(folder: string, page: Page): Promise<number[]> {
  const draw = drawsOf(SEED);
  const tookMs: number[] = [];
  for (let round = 1; round <= WARM_UP + ROUNDS; round += 1) {
    // At any moment between two looks of the follower.
    await sleep(between(draw, 200, 400));
    await watchTile(page, "Spend");
    const startMs = Date.now();
    await write(folder, EXECUTIONS + round);
    const atMs = await changedAt(page);
    if (round > WARM_UP) tookMs.push(atMs - startMs);
  }
  return tookMs;
}

const tookMs = await inFolder(async (folder) => {
  await write(folder, EXECUTIONS);
  const opened = ({ url }: Server) =>
    withPage(url, async (page) => {
      await page.goto(url);
      await page.getByRole("heading", { name: "Spend", exact: true }).waitFor();
      await sleep(2000);
      return rounds(folder, page);
    });
  return withServer(folder, opened, { GREENLIGHT_SOURCES: JSON.stringify([path(folder)]) });
});

report("live", [
  { what: "from the write of a watched file to the page, median", value: percentile(tookMs, 50), unit: "ms" },
  {
    what: "from the write of a watched file to the page, p95",
    value: percentile(tookMs, 95),
    unit: "ms",
    aim: { atMost: 300 },
  },
]);
