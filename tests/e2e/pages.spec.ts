import { ask } from "@/tests/support/http";
import { planned, started } from "./release-stage";
import { expect, expectUsable, opened, PHONE, pushAll, test, WIDE } from "./stage";

const PAGES = [
  "/",
  "/usage",
  "/articles",
  "/executions",
  "/health",
  "/quality",
  "/releases",
  "/alerts",
  "/flags",
  "/audit",
  "/docs",
  "/docs/runbook",
  "/docs/communication-plan",
  "/docs/post-mortem",
  "/report",
  "/settings",
  "/settings/users",
  "/settings/keys",
  "/account",
] as const;

for (const stage of ["without data", "with data"])
  test(`every page can be used by everybody: ${stage}`, async ({ page, server, push }) => {
    if (stage === "with data") await pushAll(push);
    for (const path of PAGES) {
      await page.setViewportSize(WIDE);
      await page.goto(`${server.url}${path}?range=all`);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await expectUsable(page, path);
    }
  });

test("the details of an article and of an execution too", async ({ page, server, push }) => {
  await pushAll(push);
  const [paired, plain] = (await ask(`${server.url}/api/articles?range=all`)).body.articles;
  const [run] = (await ask(`${server.url}/api/executions?range=all`)).body.executions;
  for (const path of [`/articles/${paired.id}`, `/articles/${plain.id}`, `/executions/${run.id}`]) {
    await page.setViewportSize(WIDE);
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expectUsable(page, path);
  }
});

test("every page says in its title what it is, and can be reached by keyboard alone", async ({
  page,
  server,
  push,
}) => {
  await pushAll(push);
  await page.goto(server.url);
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveText(/skip/i);
  const titles = new Set<string>();
  for (const name of [
    "Overview",
    "Usage",
    "Articles",
    "Executions",
    "Health",
    "Quality",
    "Releases",
    "Alerts",
    "Flags",
    "Audit",
    "Docs",
    "Settings",
  ]) {
    const link = page.getByRole("navigation").getByRole("link", { name, exact: true }).first();
    await link.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(name));
    titles.add(await page.title());
  }
  expect(titles.size).toBe(12);
});

test("on a phone the menu opens and closes by keyboard, and leads on", async ({ page, server }) => {
  await opened(page, server.url);
  await page.setViewportSize(PHONE);
  const menu = page.getByRole("button", { name: "Menu" });
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name: "Usage", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "Usage", exact: true })).toBeHidden();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Usage", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Usage" })).toBeVisible();
});

test("the theme can be chosen, and stays chosen", async ({ page, server }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await opened(page, server.url);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByText("Dark", { exact: true }).first().click();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.reload();
  expect(await background()).toBe(dark);
});

test("what comes from outside is shown as text, whatever it holds", async ({ page, server, push }) => {
  const evil = [
    '<img src=x onerror="alert(1)">',
    "<svg onload=alert(1)>",
    "[x](javascript:alert(1))",
    "{{7*7}}",
    "\u001b[31mred",
    "\u202Egnirts",
    "=1+1",
    "'; drop table call; --",
  ];
  for (const [index, text] of evil.entries()) {
    const line = {
      timestamp: `2026-05-01T10:0${index}:00Z`,
      topic: text,
      total_cost_usd: 1,
      writer_cost_usd: 1,
      writer_model: text,
    };
    await push("article-costs", JSON.stringify(line));
    await push(
      "article-evals",
      JSON.stringify([
        {
          article_filename: text,
          timestamp: "2026-05-01T10:00:00",
          percentage: 1,
          details: { [text]: text },
        },
      ]),
    );
    const call = {
      timestamp: "2026-05-01T11:00:00",
      agent: text,
      model: text,
      input_tokens: 1,
      output_tokens: 1,
      cost_usd: 1,
      metadata: { stage: text },
    };
    await push(
      "execution-roi",
      JSON.stringify({
        version: "1.0",
        executions: [
          { execution_id: text, agent: text, start_time: `2026-05-01T11:0${index}:00`, llm_calls: [call] },
        ],
      }),
    );
  }
  const articles = (await ask(`${server.url}/api/articles?range=all`)).body.articles;
  const executions = (await ask(`${server.url}/api/executions?range=all`)).body.executions;
  for (const path of [
    "/",
    "/usage?by=model",
    "/usage?by=agent",
    "/articles",
    "/executions",
    "/quality",
    "/settings",
    `/articles/${articles[0].id}`,
    `/executions/${executions[0].id}`,
  ]) {
    await page.goto(`${server.url}${path}${path.includes("?") ? "&" : "?"}range=all`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    expect(await page.locator("main img, main svg[onload], main a[href^=javascript]").count()).toBe(0);
  }
  await page.goto(`${server.url}/articles?range=all`);
  await expect(page.getByText('<img src=x onerror="alert(1)">').first()).toBeVisible();
});

test("a plan of a release and one under way too", async ({ page, server }) => {
  const draft = await planned(server.url, { version: "sprint-16" });
  const live = await started(server);
  for (const id of [draft.id, live]) {
    await page.setViewportSize(WIDE);
    await page.goto(`${server.url}/releases/${id}`);
    await expect(page.getByRole("heading", { level: 1, name: /on green$/ })).toHaveCount(1);
    await expectUsable(page, id);
  }
});

test("what is not there says so, in the same look, with a way on", async ({ page, server }) => {
  for (const path of ["/nowhere", "/articles/none", "/executions/none", "/releases/none"]) {
    const response = await page.goto(`${server.url}${path}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("main").getByRole("link").first()).toBeVisible();
  }
});
