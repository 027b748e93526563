import type { Page } from "@playwright/test";
import { bearing } from "@/tests/support/access";
import { PAYLOADS, payloadDocuments } from "@/tests/support/payloads";
import type { Server } from "@/tests/support/server";
import { configured, expect, PHONE, test, WIDE, widthOf } from "./stage";

const HTML = "<img src=x onerror=pwned()>";
const TURNED = "\u202egnp.exe";

/** What one line of the settings, or a name of somebody, may hold. */
const LINES = PAYLOADS.filter((text) => !/\p{Cc}/u.test(text) && text.length <= 80 && text.isWellFormed());

test.use({
  env: configured(
    [
      "timezone: UTC",
      "sources:",
      `  - { kind: article-costs, path: ${JSON.stringify(`${HTML.replaceAll("/", "")}.jsonl`)} }`,
      "environments:",
      `  blue: { version: ${JSON.stringify(HTML)} }`,
      `  green: { version: ${JSON.stringify(TURNED)} }`,
      "benchmarks:",
      `  hours: { ${JSON.stringify(HTML)}: 2 }`,
      `free_models: [${JSON.stringify(HTML)}]`,
      "traffic: { state_file: state.json }",
    ].join("\n"),
  ),
});

/** Everything that people or the pipeline can write, with every payload in it. */
async function filled(server: Server, push: (kind: string, text: string) => Promise<void>): Promise<string> {
  const documents = payloadDocuments(Date.now());
  for (const [kind, text] of Object.entries(documents)) await push(kind, text);
  const send = async (method: string, path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...bearing(), ...headers },
    });
    expect(answer.status, `${path} ${await answer.clone().text()}`).toBe(200);
    return answer.json();
  };
  for (const [at, reason] of LINES.slice(0, 30).entries())
    await send("PUT", "/api/traffic", { green: at + 1, reason }, { "if-match": "*" });
  for (const key of LINES)
    await fetch(`${server.url}/api/assignment?key=${encodeURIComponent(key)}`, { headers: bearing() });
  for (const [at, name] of LINES.entries())
    await send("POST", "/api/users", { email: `user${at}+x'y@example.org`, name, role: "viewer" });
  await send("POST", "/api/keys", { name: "a.b:c@d/e -_f", scope: "read" });
  const { id } = await send("POST", "/api/rollback", { reason: HTML, confirm: true });
  return id;
}

/** Says in the page what has gone wrong there. */
const watch = (page: Page) =>
  page.addInitScript(() => {
    const faults: string[] = [];
    Object.assign(globalThis, { faults, pwned: () => faults.push("a payload ran") });
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      faults.push(`${violatedDirective}: ${blockedURI}`),
    );
  });

/** Elements that only a payload could have made. */
const MADE = [
  "main img:not([src^='data:'])",
  "iframe, object, embed, base, math, meta[http-equiv=refresh]",
  "body link[rel=stylesheet][href*=evil], form[action*=evil]",
  "a[href^='javascript:' i], a[href^='data:' i], a[href^='//'], a[href*='://evil.example']",
  "[onerror], [onload], [onfocus], [ontoggle], [onmouseover], [onbegin]",
  "main animate, main use, main foreignObject",
].join(", ");

test("what is stored is a text on every page, and runs nowhere", async ({ page, server, push }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await watch(page);
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:"))
      foreign.push(request.url());
  });
  const rollback = await filled(server, push);
  const ids = async (path: string, list: string): Promise<string[]> => {
    const answer = await fetch(`${server.url}${path}?range=all&limit=3`, { headers: bearing() });
    return (await answer.json())[list].map(({ id }: { id: string }) => encodeURIComponent(id));
  };
  const pages: [path: string, shown: string | null][] = [
    ["/?range=7d", null],
    ["/usage?by=model&range=7d", HTML],
    ["/usage?by=agent&range=7d&view=table", HTML],
    ["/articles?range=7d", HTML],
    ...(await ids("/api/articles", "articles")).map((id): [string, null] => [`/articles/${id}`, null]),
    ["/executions?range=7d", HTML],
    ...(await ids("/api/executions", "executions")).map((id): [string, null] => [`/executions/${id}`, null]),
    ["/health", HTML],
    ["/quality?range=7d", null],
    ["/releases", HTML],
    [`/releases/rollbacks/${rollback}`, HTML],
    ["/audit", HTML],
    ["/settings", HTML],
    ["/settings/users", HTML],
    ["/settings/keys", "a.b:c@d/e -_f"],
    ["/account", null],
    [`/articles?q=${encodeURIComponent(HTML)}`, null],
    [`/audit?q=${encodeURIComponent(HTML)}`, null],
    [`/${encodeURIComponent(HTML)}`, null],
  ];
  for (const [path, shown] of pages) {
    await page.setViewportSize(WIDE);
    await page.goto(`${server.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
    if (shown !== null) await expect(page.locator("main"), path).toContainText(shown);
    await expect(page.locator("main [aria-busy=true]"), path).toHaveCount(0);
    for (const size of [WIDE, PHONE]) {
      await page.setViewportSize(size);
      for (const summary of await page.locator("main details:not([open]) > summary").all())
        if (await summary.isVisible()) await summary.click();
      expect(
        await page.locator(MADE).evaluateAll((made) => made.map(({ outerHTML }) => outerHTML)),
        path,
      ).toEqual([]);
      expect(await widthOf(page), path).toBeLessThanOrEqual(size.width);
    }
    expect(await page.evaluate(() => Reflect.get(globalThis, "faults")), path).toEqual([]);
  }
  expect(foreign).toEqual([]);
});
