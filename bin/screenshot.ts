// Takes the pictures of the README: the Overview of a demo that has come through its ninety days, light and dark.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import playwright from "@/playwright.config";

const PICTURES = [
  { file: "docs/images/overview.png", colorScheme: "light" },
  { file: "docs/images/overview-dark.png", colorScheme: "dark" },
] as const;
const ARTICLES_MIN = 1200;
const PATIENCE_MS = 120_000;

/** Starts the built server in demo mode; answers with its address once it prints that. */
async function started(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error("the server has no output");
  for await (const line of createInterface(server.stdout)) {
    const [address] = /http:\/\/\S+$/.exec(line) ?? [];
    if (line.includes("is ready on") && address) return address;
  }
  throw new Error("the server ended before it was ready");
}

/** Waits until the history is read: enough articles, and no more than a few new ones in a second. */
async function history(address: string): Promise<number> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  for (let before = 0; performance.now() < giveUpMs; await sleep(1000)) {
    const answer = await fetch(`${address}/api/summary?range=90d`);
    if (!answer.ok) throw new Error(`the summary answers ${answer.status}: ${await answer.text()}`);
    const { articles } = (await answer.json()) as { articles: number };
    if (articles >= ARTICLES_MIN && articles - before < 5) return articles;
    before = articles;
  }
  throw new Error("the demo did not come through its history in time");
}

async function takePictures(address: string): Promise<void> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    for (const { file, colorScheme } of PICTURES) {
      const page = await browser.newPage({
        viewport: { width: 1440, height: 1000 },
        colorScheme,
        reducedMotion: "reduce",
      });
      await page.goto(address);
      await page.locator("main").waitFor();
      // Charts are loaded after the figures that stand above them.
      await page.locator("svg.recharts-surface").first().waitFor();
      await page.evaluate("document.fonts.ready");
      await sleep(1500);
      await page.screenshot({ path: file });
      await page.close();
      console.log(file);
    }
  } finally {
    await browser.close();
  }
}

execFileSync("bash", ["bin/build.sh"], { stdio: "inherit" });
mkdirSync("docs/images", { recursive: true });
const folder = mkdtempSync(join(tmpdir(), "greenlight-screenshot-"));
const server = spawn(process.execPath, ["--disable-proto=delete", "bin/serve.ts", "--demo", "--port", "0"], {
  env: { ...process.env, GREENLIGHT_UP: "start", GREENLIGHT_DATA_DIR: folder, LOG_LEVEL: "warn", TZ: "UTC" },
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = once(server, "exit");
try {
  const address = await started(server);
  console.log(`${await history(address)} articles on ${address}`);
  await takePictures(address);
} finally {
  server.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
