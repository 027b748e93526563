import { readdirSync } from "node:fs";
import type { BrowserContext } from "@playwright/test";
import { chunks } from "@/db/chunks";
import { ask } from "@/tests/support/http";
import { planned } from "./release-stage";
import { pushAll } from "./stage";
import { expect, test } from "./traffic-stage";

type Kind = "HTML" | "JavaScript" | "CSS" | "fonts";
type Weights = Record<Kind, number>;

const KINDS: Readonly<Record<string, Kind>> = {
  Document: "HTML",
  Script: "JavaScript",
  Stylesheet: "CSS",
  Font: "fonts",
};

/** The same on every page. */
const SHARED = { CSS: 12, fonts: 144 };

/** Kilobytes as they are sent, of a first visit with nothing in the cache. Just above what it was when it was last looked at. */
const BUDGETS: Readonly<Record<string, Pick<Weights, "HTML" | "JavaScript">>> = {
  "/": { HTML: 22, JavaScript: 352 },
  "/usage": { HTML: 18, JavaScript: 382 },
  "/articles": { HTML: 18, JavaScript: 225 },
  "/articles/{id}": { HTML: 17, JavaScript: 226 },
  "/executions": { HTML: 20, JavaScript: 224 },
  "/executions/{id}": { HTML: 16, JavaScript: 225 },
  "/health": { HTML: 20, JavaScript: 360 },
  "/quality": { HTML: 22, JavaScript: 350 },
  "/releases": { HTML: 19, JavaScript: 269 },
  "/releases/{id}": { HTML: 26, JavaScript: 245 },
  "/releases/{id}/first-24-hours": { HTML: 18, JavaScript: 228 },
  "/releases/rollbacks/{id}": { HTML: 16, JavaScript: 220 },
  "/alerts": { HTML: 17, JavaScript: 231 },
  "/flags": { HTML: 16, JavaScript: 225 },
  "/audit": { HTML: 16, JavaScript: 224 },
  "/docs": { HTML: 16, JavaScript: 218 },
  "/docs/runbook": { HTML: 53, JavaScript: 216 },
  "/docs/communication-plan": { HTML: 27, JavaScript: 216 },
  "/docs/post-mortem": { HTML: 25, JavaScript: 216 },
  "/report": { HTML: 22, JavaScript: 350 },
  "/settings": { HTML: 20, JavaScript: 225 },
  "/settings/users": { HTML: 15, JavaScript: 223 },
  "/settings/keys": { HTML: 15, JavaScript: 224 },
  "/account": { HTML: 15, JavaScript: 222 },
  "/sign-in": { HTML: 8, JavaScript: 158 },
  "/welcome": { HTML: 8, JavaScript: 158 },
};

/** What a first visit has transferred by the time the page has come to rest, in kilobytes of each kind. */
async function weighed(context: BrowserContext, url: string): Promise<Weights> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map<string, Kind>();
  const weights: Weights = { HTML: 0, JavaScript: 0, CSS: 0, fonts: 0 };
  session.on("Network.responseReceived", ({ requestId, type }) => {
    const kind = KINDS[type];
    if (kind !== undefined) kinds.set(requestId, kind);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (kind !== undefined) weights[kind] += encodedDataLength / 1000;
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return weights;
}

test("no page weighs more than its budget", async ({ browser, context, server, push, moved }) => {
  await pushAll(push);
  const draft = await planned(server.url, { version: "sprint-16" });
  const [article] = (await ask(`${server.url}/api/articles?range=all`)).body.articles;
  const [run] = (await ask(`${server.url}/api/executions?range=all`)).body.executions;
  await moved(50, "on trial");
  const headers = { "content-type": "application/json" };
  const rollback = (await ask(`${server.url}/api/rollback`, { headers, body: '{"confirm":true}' })).body;
  const ids = {
    articles: article.id,
    executions: run.id,
    releases: draft.id,
    rollbacks: rollback.id,
  };
  const storageState = await context.storageState();
  const weightsOf = async (path: string): Promise<[string, Weights]> => {
    const shown = Object.entries(ids).reduce(
      (at, [kind, id]) => at.replace(`/${kind}/{id}`, `/${kind}/${id}`),
      path,
    );
    // A browser of its own each time: with nothing in its cache.
    const visit = await browser.newContext(path === "/sign-in" ? {} : { storageState });
    const weights = await weighed(visit, `${server.url}${shown}?range=all`);
    await visit.close();
    return [path, weights];
  };
  const found: Record<string, Weights> = {};
  // A few at a time: each waits for its page to come to rest.
  for (const some of chunks(Object.keys(BUDGETS), 4))
    Object.assign(found, Object.fromEntries(await Promise.all(some.map(weightsOf))));
  const over = Object.entries(BUDGETS).flatMap(([path, budget]) =>
    Object.entries({ ...SHARED, ...budget })
      .map(([kind, most]) => ({ kind, most, is: found[path]?.[kind as Kind] ?? 0 }))
      .filter(({ is, most }) => is === 0 || is > most)
      .map(({ kind, most, is }) => `${path}: ${is.toFixed(1)} kB of ${kind}, budget ${most} kB`),
  );
  expect(over).toEqual([]);
});

test("every page has a budget", () => {
  const pages = readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file) && !file.includes("[..."))
    .map((file) => `/${file.replace(/(^|\/)page\.tsx$/, "").replace(/\([^)]*\)\/?/g, "")}`)
    .map((path) => path.replaceAll("[", "{").replaceAll("]", "}"));
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((path) => !(path in BUDGETS))).toEqual([]);
});
