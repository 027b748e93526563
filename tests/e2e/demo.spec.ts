import { join } from "node:path";
import { startServer } from "@/tests/support/server";
import { expect, test, tile } from "./stage";

test("the demo shows ninety days at once, moves, says that it is one, and takes no data", async ({
  page,
  folder,
}) => {
  const server = await startServer({
    dataDir: join(folder, "data"),
    env: { GREENLIGHT_UP: "start", GREENLIGHT_DEMO_SPEED: "3600" },
  });
  try {
    await page.goto(`${server.url}/?range=90d`);
    await expect(page.getByText(/^Demo/).first()).toBeVisible();
    await expect(page.getByText("npm run up -- --source").first()).toBeVisible();
    const articles = async () =>
      (await (await fetch(`${server.url}/api/summary?range=90d`)).json()).articles as number;
    await expect.poll(articles, { timeout: 20_000 }).toBeGreaterThan(1200);
    const before = await tile(page, "Spend").getAttribute("title");
    await expect(tile(page, "Spend")).not.toHaveAttribute("title", before ?? "", { timeout: 20_000 });
    const refused = await fetch(`${server.url}/api/ingest/execution-roi`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(refused.status).toBe(409);
    expect((await refused.json()).detail).toContain("npm run up");
    for (const path of ["/usage", "/articles", "/executions", "/settings"]) {
      await page.goto(`${server.url}${path}`);
      await expect(page.getByText(/^Demo/).first()).toBeVisible();
    }
  } finally {
    await server.stop();
  }
});
