import { expect, type Page } from "@playwright/test";
import { ask } from "@/tests/support/http";
import type { Server } from "@/tests/support/server";
import { test as base } from "./traffic-stage";

interface ReleaseStage {
  /** An environment finishes articles, now or days ago. */
  finished: (environment: string, count: number, daysAgo?: number) => Promise<void>;
  /** Jobs of an environment fail, each a job of its own. */
  failed: (environment: string, count: number, daysAgo?: number) => Promise<void>;
}

const DAY_MS = 86_400_000;

/** A server with a week behind it, so that a plan has something to say. */
export const test = base.extend<ReleaseStage>({
  finished: async ({ push }, use) => {
    let made = 0;
    await use(async (environment, count, daysAgo = 0) => {
      const lines = Array.from({ length: count }, () => {
        made += 1;
        const cost = 0.5 * (1 + (made % 5) / 20);
        return JSON.stringify({
          timestamp: new Date(Date.now() - daysAgo * DAY_MS + made).toISOString(),
          topic: `article ${made}`,
          total_cost_usd: cost,
          writer_cost_usd: cost,
          writer_model: "claude-opus-4-7",
          wall_seconds: 400 + (made % 7),
        });
      });
      await push(`article-costs?environment=${environment}`, `${lines.join("\n")}\n`);
    });
  },
  failed: async ({ push }, use) => {
    let made = 0;
    await use(async (environment, count, daysAgo = 0) => {
      const errors = Array.from({ length: count }, () => {
        made += 1;
        const timestamp = new Date(Date.now() - daysAgo * DAY_MS + made).toISOString();
        return { timestamp, class: "llm_api", kind: "timeout", message: "no answer", job: `job ${made}` };
      });
      await push(`errors?environment=${environment}`, JSON.stringify(errors));
    });
  },
});

const SHORT = { weight: 50, hold: "1s", articles: 2 };

/** Plans a release over the API, and starts it as the one who has seen its plan. @returns its id */
export async function started({ url }: Server, wish: object = {}): Promise<string> {
  const { id, plan_hash } = await planned(url, wish);
  await asked(url, id, "start", { plan_hash });
  return id;
}

export const planned = (url: string, wish: object = {}) =>
  sent(`${url}/api/releases`, {
    ...{ version: "sprint-15", environment: "green" },
    ...{ steps: [SHORT, { weight: 100, hold: "1s", articles: 0 }] },
    ...wish,
  });

export const asked = (url: string, id: string, verb: string, body: object = {}) =>
  sent(`${url}/api/releases/${id}/${verb}`, body);

async function sent(url: string, body: object) {
  const headers = { "content-type": "application/json" };
  const answer = await ask(url, { headers, body: JSON.stringify(body) });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

export const strip = (page: Page) => page.getByTestId("release-line");
export const timeline = (page: Page) => page.getByRole("region", { name: /^Timeline/ });
export const state = (page: Page) => page.getByText("State", { exact: true }).locator("xpath=..");
