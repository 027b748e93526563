import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { ADMIN, ADMIN_ENV } from "@/tests/support/access";
import { fixture } from "@/tests/support/fixture";
import { ask } from "@/tests/support/http";
import { type Server, startServer } from "@/tests/support/server";

interface Stage {
  /** A folder of the test's own; the server runs with its data in it. */
  folder: string;
  /** What the server is started with, beside its folder. */
  env: Record<string, string>;
  server: Server;
  /** Whether the browser has the session of an administrator from the start. The demo has no sign-in. */
  signedIn: boolean;
  /** Pushes a document as the pipeline would. */
  push: (kind: string, text: string) => Promise<void>;
}

/** A built server of its own for every test, and a page on which nothing may go wrong unseen. */
export const test = base.extend<Stage>({
  env: [{}, { option: true }],
  signedIn: [true, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern, even where nothing is needed.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "greenlight-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  server: async ({ folder, env }, use) => {
    const server = await startServer({ dataDir: join(folder, "data"), env: { ...ADMIN_ENV, ...env } });
    await use(server);
    await server.stop();
  },
  push: async ({ server }, use) => {
    await use(async (kind, text) => {
      const headers = { "content-type": "application/json" };
      const { status, body } = await ask(`${server.url}/api/ingest/${kind}`, { headers, body: text });
      expect(status, JSON.stringify(body)).toBe(200);
    });
  },
  context: async ({ context, server, signedIn }, use) => {
    if (signedIn) await signIn(context, server.url);
    await use(context);
  },
  page: async ({ page }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    page.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await use(page);
    expect(faults.filter((fault) => !EXPECTED.test(fault))).toEqual([]);
  },
});

/** Gives a browser the session of a person, of the administrator unless another is named. */
export async function signIn(context: BrowserContext, url: string, who = ADMIN): Promise<void> {
  const answer = await context.request.post(`${url}/api/auth/sign-in/email`, { data: who });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** For `test.use`: the server starts with this greenlight.yaml, beside which these files lie. */
export const configured =
  (yaml: string, files: Readonly<Record<string, string>> = {}) =>
  async ({ folder }: { folder: string }, use: (env: Record<string, string>) => Promise<void>) => {
    const config = join(folder, "greenlight.yaml");
    for (const [name, text] of Object.entries({ ...files, "greenlight.yaml": yaml })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await use({ GREENLIGHT_CONFIG: config });
  };

/** For `test.use`: the server follows these files of the test's folder, as `--source` would have it. */
export const following =
  (...names: readonly string[]) =>
  async ({ folder }: { folder: string }, use: (env: Record<string, string>) => Promise<void>) =>
    use({ GREENLIGHT_SOURCES: JSON.stringify(names.map((name) => join(folder, name))) });

/** What a browser itself says when a test takes the server away, or asks for what is not there. */
const EXPECTED =
  /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED|status of (401|404|409|412|502|503)/;

export { expect };

/** The real documents of runs and articles. */
export async function pushRuns(push: Stage["push"]): Promise<void> {
  await push("execution-roi", fixture("execution_roi.3.json"));
  await push("execution-roi", fixture("execution_roi.schema2.json"));
  await push("article-costs", fixture("agent_sdk_costs.jsonl"));
  await push("execution-roi", fixture("same-run-twice/execution_roi.json"));
  await push("article-costs", fixture("same-run-twice/agent_sdk_costs.jsonl"));
}

/** The real documents, so that every page has something to show. */
export async function pushAll(push: Stage["push"]): Promise<void> {
  await pushRuns(push);
  await push("agent-metrics", fixture("agent_metrics.json"));
  await push("article-evals", fixture("article_evals.json"));
}

/** The big figure of a tile of the Overview. */
export const tile = (page: Page, label: string) =>
  page.getByRole("region", { name: label, exact: true }).locator(".text-figure");

/** Opens a page and waits until it is live. */
export async function opened(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await live(page);
}

/** From then on what is pressed counts; before, the page is only what the server has sent. */
export const live = (page: Page) => expect(page.getByText(/^Live ·/).first()).toBeVisible();

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 360, height: 740 };

/** What is on screen can be used by everybody, wide and on a phone, dark and light; it is left light, on a phone. */
export async function expectUsable(page: Page, what: string): Promise<void> {
  for (const size of [WIDE, PHONE]) {
    await page.setViewportSize(size);
    // A theme changes colours, and nothing else.
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expectAccessible(page, { rules: ["color-contrast", "link-in-text-block"] });
    await page.emulateMedia({ colorScheme: "light" });
    await expectAccessible(page);
    expect(await widthOf(page), `${what} at ${size.width} px`).toBeLessThanOrEqual(size.width);
  }
}

/** How wide the page is, which is wider than the screen where it can be scrolled sideways. */
export const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

/** Fails with the rule and the elements where the page breaks WCAG 2.2 A or AA, or those of its rules that are named. */
export async function expectAccessible(page: Page, { rules }: { rules?: string[] } = {}): Promise<void> {
  // Without frames there is nothing to gather from others, for which it would open a page of its own each time.
  expect(page.frames()).toHaveLength(1);
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
  const { violations } = await (rules === undefined ? axe.withTags(TAGS) : axe.withRules(rules)).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
  ).toEqual([]);
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
