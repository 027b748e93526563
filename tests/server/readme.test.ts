import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { TEST_KEY } from "@/tests/support/access";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";

const README = readFileSync("README.md", "utf8");

/** Runs the lines of the README for each topic, as a job would; only its places and its key are this test's own. */
function environmentsOf(topics: readonly string[], url: string, state: string): Promise<string[]> {
  const lines = /^```python\n(.*?)^```$/ms.exec(README)?.[1]?.trimEnd().split("\n") ?? [];
  const [imports = "", ...rest] = lines;
  expect(rest).toHaveLength(3);
  const script = [
    imports,
    "import sys",
    `ASK, KEY = ${JSON.stringify(`${url}/api/assignment?key=`)}, ${JSON.stringify(TEST_KEY)}`,
    `STATE = ${JSON.stringify(state)}`,
    "for topic in json.load(sys.stdin):",
    ...rest.map((line) => `  ${line}`),
    "  print(environment)",
  ].join("\n");
  return new Promise((resolve, reject) => {
    const child = execFile("python3", ["-c", script], (error, out) =>
      error ? reject(error) : resolve(out.trim().split("\n")),
    );
    child.stdin?.end(JSON.stringify(topics));
  });
}

test("the lines of the README tell a job its environment, with Greenlight and without", async () => {
  const folder = await ownFolder();
  const state = join(folder, ".deployment_state");
  const server = await builtServer({ folder, config: ["traffic:", `  state_file: ${state}`] });
  const traffic = `${server.url}/api/traffic`;
  const { headers } = await ask(traffic);
  const shift = await ask(traffic, {
    method: "PUT",
    headers: { "if-match": String(headers.etag), "content-type": "application/json" },
    body: JSON.stringify({ green: 30, reason: "a third" }),
  });
  expect(shift.status).toBe(200);
  const topics = [
    "Zölle & Häfen",
    "50 % of it?",
    "a/b",
    ...Array.from({ length: 297 }, (_, at) => `Topic ${at}`),
  ];
  const told = await environmentsOf(topics.slice(0, 40), server.url, state);
  for (const [at, topic] of topics.slice(0, 40).entries()) {
    const { body } = await ask(`${server.url}/api/assignment?key=${encodeURIComponent(topic)}`);
    expect(body).toEqual({ environment: told[at] });
  }
  await server.kill9();
  const alone = await environmentsOf(topics, server.url, state);
  const green = alone.filter((environment) => environment === "green").length;
  expect(alone.filter((environment) => !["blue", "green"].includes(environment))).toEqual([]);
  // 90 of 300, and three standard deviations on either side.
  expect(green).toBeGreaterThan(90 - 24);
  expect(green).toBeLessThan(90 + 24);
  expect(await environmentsOf(topics, server.url, state)).toEqual(alone);
});
