import { writeFile } from "node:fs/promises";
import { createServer, type Server as Http } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { PASSWORD, person } from "@/tests/support/people";
import { expect, expectUsable, opened, signIn, test, WIDE } from "./stage";

const row = (page: Page, name: string) => page.locator(`[data-alert="${name}"]`);
const flag = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name} `) });

/** The moment so many seconds ago, as records write it. */
const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const times = <One>(count: number, one: (index: number) => One): One[] =>
  Array.from({ length: count }, (_, index) => one(index));

const slow = (name: string, ms: number) =>
  JSON.stringify(times(20, (index) => ({ timestamp: ago(index * 2), name, value_ms: ms })));
/** A run is known by its moment: two of them never share one. */
const gates = (seconds: number, passed: number, failed: number) =>
  JSON.stringify({
    version: "1.0",
    runs: [
      { timestamp: ago(seconds), agents: { editor_agent: { gates_passed: passed, gates_failed: failed } } },
    ],
  });
const articles = times(20, (index) =>
  JSON.stringify({ timestamp: ago(60 + index), topic: `t${index}`, total_cost_usd: 0.5, wall_seconds: 1000 }),
).join("\n");
const failures = () =>
  JSON.stringify(
    times(6, (index) => ({
      ...{ timestamp: ago(20 + index), class: "llm_api", kind: "timeout" },
      ...{ message: "no answer", job: `job ${index}` },
    })),
  );
const dear = () =>
  JSON.stringify({
    version: "1.0",
    executions: times(8, (index) => ({
      ...{ execution_id: `run ${index}`, agent: "full_pipeline", start_time: ago(90 + index) },
      ...{ end_time: ago(80 + index), human_hours_equivalent: 0.01, human_cost_equivalent: 0.75 },
      llm_calls: [
        {
          ...{ timestamp: ago(85 + index), agent: "writer", model: "gpt-4o", input_tokens: 100 },
          ...{ output_tokens: 100, cost_usd: 3, metadata: { topic: `dear ${index}` } },
        },
      ],
    })),
  });

/** Files and pushed records that make every default rule fire. */
async function troubled(folder: string, push: (kind: string, text: string) => Promise<void>): Promise<void> {
  await writeFile(join(folder, "blue.json"), gates(15, 7, 3));
  await writeFile(join(folder, "green.json"), gates(5, 17, 8));
  await push("article-costs?environment=green", articles);
  await push("errors?environment=green", failures());
  await push("execution-roi?environment=green", dear());
  await push("latency?environment=green", slow("rag", 900));
  await push("latency?environment=green", slow("telemetry", 80));
  await push(
    "resources?environment=green",
    JSON.stringify({ timestamp: ago(1), memory_bytes: 1_700_000_000 }),
  );
}

let receiver: Http;

test.beforeAll(async () => {
  receiver = createServer((_, response) => void response.end("ok"));
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
});
test.afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

test.use({
  env: async ({ folder }, use) => {
    const config = join(folder, "greenlight.yaml");
    const source = (environment: string) =>
      `  - { kind: agent-metrics, path: ${join(folder, `${environment}.json`)}, environment: ${environment} }`;
    const lines = [
      ...["timezone: UTC", "sources:", source("blue"), source("green")],
      `flags: { file: ${join(folder, "flags.json")} }`,
      ...["rules:", "  - { name: memory, for: 0s }"],
      `notify: [{ kind: webhook, name: chat, url: "http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook" }]`,
    ];
    await writeFile(config, lines.join("\n"));
    await use({ GREENLIGHT_CONFIG: config });
  },
});

test("every default rule fires on the open page from what is told, and what it does is seen", async ({
  page,
  server,
  folder,
  push,
}) => {
  await opened(page, `${server.url}/alerts`);
  await expect(page.getByText("Nothing has been told yet that a rule could look at")).toBeVisible();
  await troubled(folder, push);
  for (const [name, said] of [
    ["api-error-rate/green", /6 of .* jobs|of the last \d+ jobs/],
    ["rag-latency/green", /900 ms/],
    ["memory/green", /1\.7 GB/],
    ["quality/blue", /7 of 10/],
    ["quality-collapse/green", /17 of 25/],
    ["slowdown/green", /of 20 articles/],
    ["negative-roi/green", /0\.\d+ ×/],
    ["telemetry-overhead/green", /80 ms/],
  ] as const) {
    await expect(row(page, name), name).toHaveAttribute("data-state", "firing");
    await expect(row(page, name), name).toContainText(said);
  }
  // Firing stands first, the severest of it at the top.
  await expect(page.locator("[data-alert]").first()).toContainText("critical");
  await expect(row(page, "rag-latency/green")).toContainText("switches the flag rag off · ✓ done");
  await expect(row(page, "quality-collapse/green")).toContainText("not done: no release is on trial here");
  await expect(page.getByRole("region", { name: "Alerts that fire" })).toContainText(/\d+ alerts firing/);

  await row(page, "rag-latency/green")
    .getByRole("button", { name: /^Acknowledge/ })
    .click();
  await expect(row(page, "rag-latency/green")).toContainText("✓ acknowledged by ana@example.org");

  await row(page, "memory/green")
    .getByRole("button", { name: /^Silence/ })
    .click();
  const form = page.getByRole("form", { name: "Silence" });
  await form.getByRole("button", { name: "Silence it" }).click();
  await expect(form).toContainText("Say why first");
  await form.getByRole("button", { name: "4 h", exact: true }).click();
  await form.getByLabel("Reason").fill("a restart is planned");
  await page.keyboard.press("Enter");
  await expect(row(page, "memory/green")).toContainText("a restart is planned");
  const silences = page.getByRole("region", { name: "Silences", exact: true });
  await expect(silences).toContainText("Memory on green");
  await silences.getByRole("button", { name: /^End it now/ }).click();
  await expect(silences).toContainText("ended by ana@example.org");
  await expect(row(page, "memory/green")).not.toContainText("a restart is planned");

  await row(page, "rag-latency/green")
    .getByRole("button", { name: /^Rule and chart/ })
    .click();
  await expect(page).toHaveURL(/open=rag-latency%2Fgreen/);
  await expect(page.getByRole("figure").filter({ hasText: "RAG latency on green" })).toContainText("fires");
  await expect(row(page, "rag-latency/green").getByRole("link", { name: /^What to do: / })).toHaveAttribute(
    "href",
    "/docs/runbook#rag-latency",
  );
  await page.getByRole("link", { name: "History of this rule" }).click();
  await expect(page).toHaveURL(/by=rag-latency/);
  const history = page.getByRole("region", { name: "History of alerts" });
  await expect(history).toContainText("fired; done: switches the flag rag off");
  await expect(history).not.toContainText("Memory");

  const deliveries = page.getByRole("region", { name: /^Deliveries/ });
  await expect(deliveries).toContainText("rag-latency");
  await deliveries.getByRole("button", { name: /^Send test/ }).click();
  await expect(deliveries).toContainText(/✓ chat: delivered/);

  const automation = page.getByRole("region", { name: "Automatic actions" });
  await automation.getByRole("button", { name: "Switch them off" }).click();
  await page.keyboard.type("we watch it ourselves");
  await page.keyboard.press("Enter");
  await expect(automation).toContainText("▲ off");
  await expect(automation).toContainText("we watch it ourselves");

  await opened(page, `${server.url}/flags`);
  await expect(flag(page, "rag")).toContainText("○ off by itself");
  await expect(flag(page, "rag")).toContainText("held by RAG latency");
  await expect(flag(page, "telemetry")).toContainText("off by itself");
  await flag(page, "rag")
    .getByRole("button", { name: /^Switch on/ })
    .click();
  await page.keyboard.type("style memory is needed");
  await page.keyboard.press("Enter");
  await expect(flag(page, "rag")).toContainText("● on");
  await expect(flag(page, "rag")).toContainText("ana@example.org");
  await expect(page.getByRole("region", { name: "Switches of flags" })).toContainText(
    "style memory is needed",
  );
  await expect(page.getByText(join(folder, "flags.json")).first()).toBeVisible();

  await expectUsable(page, "flags");
  await page.setViewportSize(WIDE);
  await opened(page, `${server.url}/alerts?open=rag-latency/green`);
  await expect(page.getByRole("figure")).toBeVisible();
  await row(page, "memory/green")
    .getByRole("button", { name: /^Silence/ })
    .click();
  await expectUsable(page, "alerts");
});

test.describe("a viewer", () => {
  test.use({ signedIn: false });

  test("sees what fires and can change none of it", async ({ page, context, server, push }) => {
    await person(server.url, "vera@example.org", "viewer");
    await signIn(context, server.url, { email: "vera@example.org", password: PASSWORD });
    await push("latency?environment=green", slow("rag", 900));
    await opened(page, `${server.url}/alerts`);
    await expect(row(page, "rag-latency/green")).toHaveAttribute("data-state", "firing");
    const acknowledge = row(page, "rag-latency/green").getByRole("button", { name: /^Acknowledge/ });
    await expect(acknowledge).toHaveAttribute("aria-disabled", "true");
    await acknowledge.click({ force: true });
    await expect(row(page, "rag-latency/green")).toContainText("Needs the operator role.");
    await expect(row(page, "rag-latency/green")).not.toContainText("acknowledged by");
    await page.getByRole("button", { name: "Switch them off" }).click({ force: true });
    await expect(page.getByRole("form", { name: /automatic actions/ })).toHaveCount(0);
    await page.goto(`${server.url}/flags`);
    await expect(flag(page, "rag").getByRole("button", { name: /^Switch on/ })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });
});
