import { mkdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { Environment } from "@/lib/domain/environment";
import { ask } from "@/tests/support/http";
import type { Server } from "@/tests/support/server";
import { test as base, configured, expect } from "./stage";

/** A small real server of one environment, that can be made sick. */
interface Place {
  url: string;
  sick: boolean;
}

interface TrafficStage {
  places: Record<Environment, Place>;
  versions: Record<Environment, string>;
  /** The weights as the state file has them: never as our own API says. */
  weights: () => Promise<unknown>;
  /** Puts something else where the state file is; the answer puts it back. */
  blocked: () => Promise<() => Promise<void>>;
  /** Somebody else, who moves the traffic over HTTP: a machine, by its key. */
  moved: (green: number, reason: string) => Promise<void>;
}

/** A server whose traffic is a state file, and blue and green as servers that answer whether they are healthy. */
export const test = base.extend<TrafficStage>({
  versions: [{ blue: "sprint-14", green: "sprint-15" }, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern, even where nothing is needed.
  places: async ({}, use) => {
    const [blue, green] = await Promise.all([place(), place()]);
    await use({ blue: blue.place, green: green.place });
    await Promise.all([blue.stop(), green.stop()]);
  },
  env: async ({ folder, places, versions }, use) => {
    await configured(trafficLines(places, versions))({ folder }, use);
  },
  weights: async ({ folder }, use) => {
    const file = join(folder, "deployment_state");
    // Nothing stands there before the first change.
    await use(async () => JSON.parse(await readFile(file, "utf8").catch(() => "{}")).weights);
  },
  blocked: async ({ folder }, use) => {
    const file = join(folder, "deployment_state");
    await use(async () => {
      const text = await readFile(file, "utf8");
      await rm(file);
      await mkdir(file);
      return async () => {
        await rmdir(file);
        await writeFile(file, text);
      };
    });
  },
  moved: async ({ server }, use) => {
    await use((green, reason) => shifted(server, green, reason));
  },
});

export { expect };

/** Lines of greenlight.yaml for a state file, and both environments at their addresses. */
export function trafficLines(
  places: Record<Environment, Place>,
  versions: Record<Environment, string>,
): string {
  const one = (environment: Environment) =>
    `  ${environment}: { url: "${places[environment].url}", version: ${JSON.stringify(versions[environment])} }`;
  return `timezone: UTC\ntraffic: { state_file: deployment_state }\nenvironments:\n${one("blue")}\n${one("green")}\n`;
}

/** Moves the traffic over HTTP, as whoever holds the key of the tests. */
export async function shifted({ url }: Server, green: number, reason: string): Promise<void> {
  const { etag } = (await ask(`${url}/api/traffic`)).headers;
  const { status, body } = await ask(`${url}/api/traffic`, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": String(etag) },
    body: JSON.stringify({ green, reason }),
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

export const slider = (page: Page) => page.getByRole("slider", { name: "Share of green" });
export const rollbackButton = (page: Page) => page.getByRole("button", { name: /^Roll back to/ });
export const panel = (page: Page) => page.getByRole("region", { name: "Rollback", exact: true });

/** The targets are asked soon after the start, and then every so often. */
export const ready = (page: Page) => expect(page.getByText(/ready, healthy/)).toBeVisible();

async function place(): Promise<{ place: Place; stop: () => Promise<void> }> {
  const made: Place = { url: "", sick: false };
  const server = createServer((_, response) => {
    response.writeHead(made.sick ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: made.sick ? "unhealthy" : "healthy" }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  made.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    place: made,
    stop: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
