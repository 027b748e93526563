import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/** Debian's, where no other is named: without its windows it takes a fifth less time. */
const BROWSERS = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

export default defineConfig({
  testDir: "tests/e2e",
  workers: 2,
  // Every test has a server of its own, so that of a long file, too, two run at a time.
  fullyParallel: true,
  retries: 0,
  // Patience, not a measurement: two busy cores may take a while.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    browserName: "chromium",
    headless: true,
    // Keeping one of every test takes a good part of the time: with --trace on where one is wanted.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path)),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
