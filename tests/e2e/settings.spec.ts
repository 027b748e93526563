import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixture } from "@/tests/support/fixture";
import { startServer } from "@/tests/support/server";
import { expect, test, tile } from "./stage";

test("a broken edit of the configuration is shown with its place, and the last good one stays in force", async ({
  page,
  folder,
}) => {
  const config = join(folder, "greenlight.yaml");
  const log = join(folder, "execution_roi.json");
  await writeFile(log, fixture("execution_roi.3.json"));
  await writeFile(
    config,
    "timezone: Europe/London\nsources:\n  - { kind: execution-roi, path: execution_roi.json, environment: blue }\n",
  );
  const server = await startServer({ dataDir: join(folder, "data"), config });
  try {
    await page.goto(`${server.url}/settings?range=all`);
    await expect(page.getByText("Europe/London").first()).toBeVisible();
    await expect(page.getByText(log).first()).toBeVisible();
    await writeFile(
      config,
      "timezone: Europe/London\nsources:\n  - { kind: exection-roi, path: execution_roi.json }\n",
    );
    await expect(page.getByText(/greenlight\.yaml:3:\d+/).first()).toBeVisible();
    await expect(page.getByText(/exection-roi/).first()).toBeVisible();
    await expect(page.getByText(log).first()).toBeVisible();
    await writeFile(
      config,
      "timezone: Asia/Kolkata\nsources:\n  - { kind: execution-roi, path: execution_roi.json, environment: blue }\n",
    );
    await expect(page.getByText("Asia/Kolkata").first()).toBeVisible();
    await expect(page.getByText(/greenlight\.yaml:3:\d+/)).toHaveCount(0);
  } finally {
    await server.stop();
  }
});

test("a source that cannot be read says why; where it is not there, that it is waited for", async ({
  page,
  folder,
}) => {
  const broken = join(folder, "roi.json");
  await writeFile(broken, '{"version": "1.0", "executions": [');
  const config = join(folder, "greenlight.yaml");
  await writeFile(
    config,
    "sources:\n  - { kind: execution-roi, path: roi.json }\n  - { kind: article-costs, path: costs.jsonl }\n",
  );
  const server = await startServer({ dataDir: join(folder, "data"), config });
  try {
    await page.goto(`${server.url}/settings`);
    await expect(page.getByText(/waiting/i).first()).toBeVisible();
    // Half a document is being written, for all that anybody knows, until it has stayed half for five seconds.
    await expect(page.getByText(/line 1, column \d+/).first()).toBeVisible({ timeout: 15_000 });
    await writeFile(broken, fixture("execution_roi.3.json"));
    await page.goto(`${server.url}/?range=all`);
    await expect(tile(page, "ROI multiplier")).toHaveText("14,335.9×");
  } finally {
    await server.stop();
  }
});
