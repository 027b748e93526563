import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixture } from "@/tests/support/fixture";
import { configured, expect, test, tile } from "./stage";

const yaml = (zone: string, kind = "execution-roi") =>
  `timezone: ${zone}\nsources:\n  - { kind: ${kind}, path: execution_roi.json, environment: blue }\n`;

test.describe("settings that are right", () => {
  const log = { "execution_roi.json": fixture("execution_roi.3.json") };
  test.use({ env: configured(yaml("Europe/London"), log) });

  test("a broken edit of the configuration is shown with its place, and the last good one stays in force", async ({
    page,
    server,
    folder,
  }) => {
    const config = join(folder, "greenlight.yaml");
    const source = page.getByText(join(folder, "execution_roi.json")).first();
    await page.goto(`${server.url}/settings?range=all`);
    await expect(page.getByText("Europe/London").first()).toBeVisible();
    await expect(source).toBeVisible();
    await writeFile(config, yaml("Europe/London", "exection-roi"));
    await expect(page.getByText(/greenlight\.yaml:3:\d+/).first()).toBeVisible();
    await expect(page.getByText(/exection-roi/).first()).toBeVisible();
    await expect(source).toBeVisible();
    await writeFile(config, yaml("Asia/Kolkata"));
    await expect(page.getByText("Asia/Kolkata").first()).toBeVisible();
    await expect(page.getByText(/greenlight\.yaml:3:\d+/)).toHaveCount(0);
  });
});

test.describe("sources of which one is broken and one is not there", () => {
  const settings =
    "sources:\n  - { kind: execution-roi, path: roi.json }\n  - { kind: article-costs, path: costs.jsonl }\n";
  test.use({ env: configured(settings, { "roi.json": '{"version": "1.0", "executions": [' }) });

  test("a source that cannot be read says why; where it is not there, that it is waited for", async ({
    page,
    server,
    folder,
  }) => {
    await page.goto(`${server.url}/settings`);
    await expect(page.getByText(/waiting/i).first()).toBeVisible();
    // Half a document is being written, for all that anybody knows, until it has stayed half for five seconds.
    await expect(page.getByText(/line 1, column \d+/).first()).toBeVisible();
    await writeFile(join(folder, "roi.json"), fixture("execution_roi.3.json"));
    await page.goto(`${server.url}/?range=all`);
    await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
  });
});
