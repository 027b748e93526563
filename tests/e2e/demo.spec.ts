import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, tile } from "./stage";

// Nobody signs in to the demo, and no request of this file carries a key.
test.use({ signedIn: false, env: { GREENLIGHT_UP: "start", GREENLIGHT_DEMO_SPEED: "14400" } });

test("the demo shows ninety days at once, moves, says that it is one, and takes no data", async ({
  page,
  server,
}) => {
  // Two waits of up to twenty seconds each, and five pages.
  await page.goto(`${server.url}/?range=90d`);
  await expect(page.getByText(/^Demo/).first()).toBeVisible();
  await expect(page.getByText("npm run up -- --source").first()).toBeVisible();
  const articles = async () =>
    (await (await fetch(`${server.url}/api/summary?range=90d`)).json()).articles as number;
  await expect.poll(articles).toBeGreaterThan(1200);
  const before = await tile(page, "Spend").getAttribute("title");
  await expect(tile(page, "Spend")).not.toHaveAttribute("title", before ?? "");
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
});

test("half of the traffic given to green makes it write articles that cost less, and its target is known good", async ({
  server,
  folder,
}) => {
  const ask = async (path: string) => (await fetch(`${server.url}${path}`)).json();
  const callsOf = async (environment: string): Promise<number> => {
    const { totals } = await ask("/api/usage?by=environment&range=90d");
    return totals.find(({ key }: { key: string }) => key === environment)?.calls ?? 0;
  };
  // Its trial of some days ago is read, and it is idle.
  await expect.poll(() => callsOf("green"), { timeout: 30_000 }).toBeGreaterThan(0);
  const found = await fetch(`${server.url}/api/traffic`);
  const shifted = await fetch(`${server.url}/api/traffic`, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": found.headers.get("etag") ?? "" },
    body: JSON.stringify({ green: 50, reason: "try the cheaper writer" }),
  });
  expect(shifted.status, await shifted.text()).toBe(200);
  const state = JSON.parse(await readFile(join(folder, "data", "demo", "deployment_state.json"), "utf8"));
  expect(state.weights).toEqual({ blue: 50, green: 50 });
  const before = { green: await callsOf("green"), blue: await callsOf("blue") };
  const since = async () => ({
    green: (await callsOf("green")) > before.green,
    blue: (await callsOf("blue")) > before.blue,
  });
  await expect.poll(since, { timeout: 120_000 }).toEqual({ green: true, blue: true });
  await expect
    .poll(async () => (await ask("/api/traffic")).rollback, { timeout: 60_000 })
    .toMatchObject({ to: "blue", version: "sprint-14", known_good: true });
  const { figures } = await ask("/api/compare?range=7d");
  expect(figures.green.cost_per_article_usd).toBeLessThan(0.8 * figures.blue.cost_per_article_usd);
});
