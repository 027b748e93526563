import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { KINDS } from "@/lib/ingest/parse";
import { bearing, TEST_KEY } from "@/tests/support/access";
import { type BuiltServer, builtServer, ownFolder } from "@/tests/support/built-server";
import { blocksOf, ran } from "@/tests/support/doc-blocks";
import { ask } from "@/tests/support/http";
import { until } from "@/tests/support/until";

const page = (name: string): string => readFileSync(`docs/${name}.md`, "utf8");
const JSON_TYPE = { "content-type": "application/json" };
const KEY_HEADER = `authorization: ${bearing().authorization}`;
const DOCUMENTS = "tests/fixtures/economist-agents";

/** The commands for whoever asks over HTTP. They run in their order on one server that follows one file, as their page says. */
const COMMANDS = ["api", "formats"].flatMap((name) => blocksOf(page(name)));
const untested = new Set(COMMANDS.map(({ name }) => name));

let server: BuiltServer;
let folder: string;
let release: string;

beforeAll(async () => {
  folder = await ownFolder();
  for (const name of ["execution_roi.3.json", "agent_sdk_costs.jsonl"])
    copyFileSync(join(DOCUMENTS, name), join(folder, name.replace(".3", "")));
  server = await builtServer({
    folder,
    config: [
      `sources: [{ kind: execution-roi, path: execution_roi.json }]`,
      "environments: { green: { version: sprint-15 } }",
      "traffic: { state_file: .deployment_state }",
      `smoke: { kind: command, command: ["true"] }`,
    ],
  });
  await until(async () => expect((await ask(`${server.url}/api/summary?range=all`)).body.llm_calls).toBe(31));
  const planned = await ask(`${server.url}/api/releases`, {
    headers: JSON_TYPE,
    body: JSON.stringify({ version: "sprint-15", environment: "green" }),
  });
  release = planned.body.id;
});

/** The command as its page has it, asked of the server of the test. */
function commandOf(name: string) {
  const block = COMMANDS.find((one) => one.name === name);
  if (block === undefined) throw new Error(`no document has a block ${name}`);
  untested.delete(name);
  return { ...block, text: block.text.replaceAll("http://127.0.0.1:3000", server.url) };
}

/** What a command prints. A refusal that is an answer of the API is printed, too, and fails the command. */
function run(name: string) {
  const { text } = commandOf(name);
  return ran(`curl() { command curl -sS --fail-with-body "$@"; }\n${text}`, {
    places: { key: KEY_HEADER, release },
    env: { ...process.env, GREENLIGHT_KEY: TEST_KEY },
    cwd: folder,
    input: `${TEST_KEY}\n`,
  });
}

/** What a page shows as an answer, by how it begins. */
const shown = (name: string, begin: string): string =>
  blocksOf(page(name), "")
    .find(({ text }) => text.startsWith(begin))
    ?.text.trim() ?? "none is shown";

describe("docs/api.md", () => {
  test("a key is pasted, and says who it is", async () => {
    expect(await run("Who asks 1")).toMatchObject({ code: 0, out: expect.stringContaining('"kind":"key"') });
  });

  test("figures are asked for, and are those that the page shows", async () => {
    const { code, out } = await run("Asking 1");
    expect(code, out).toBe(0);
    expect(out).toMatch(/"totals":.*"series":.*"executions":/s);
    const figures = shown("api", '{"from"').match(/"\w+":[\d.]+/g) ?? [];
    expect(figures).toContain('"cost_usd":0.277275');
    expect(figures.filter((figure) => !out.includes(figure))).toEqual([]);
  });

  test("CSV has the columns and the row that the page shows", async () => {
    const { code, out } = await run("Answers 1");
    expect(code, out).toBe(0);
    expect(out).toContain(shown("api", "time,"));
  });

  test("a mistake is refused in the words that the page shows", async () => {
    const { code, out } = await run("Answers 2");
    expect(code).toBe(22);
    expect(out).toContain(shown("api", '{"type"'));
  });

  test("the traffic is read, shifted with its tag, and a rollback tried out; the log tells of it", async () => {
    const { code, out } = await run("Traffic 1");
    expect(code, out).toBe(0);
    expect(out).toMatch(/ETag: "t1".*"desired_weight":50.*"dry_run":true/is);
    expect(await run("The event log 1")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/"events":\[\{"id":\d+,.*"action":"traffic/),
    });
  });

  test("a release is planned, an item of it ticked, a smoke test begun", async () => {
    for (const [name, answer] of [
      ["Releases 1", /"plan_hash":/],
      ["The checklist 1", /"id":"tests-passing",.*"done":true/],
      ["Validation and smoke tests 1", /"kind":"smoke"/],
    ] as const)
      expect(await run(name), name).toMatchObject({ code: 0, out: expect.stringMatching(answer) });
  });

  test("health is asked for", async () => {
    expect(await run("Health 1")).toMatchObject({ code: 0, out: expect.stringContaining('"components"') });
    expect((await run("Health 2")).out).toContain('"component":"rag"');
  });

  test("the stream names what changes", async () => {
    const text = `key='${KEY_HEADER}'\nexec ${commandOf("Live 1").text.replace("curl", "curl -sS")}`;
    const reading = spawn("bash", ["--norc", "-euo", "pipefail", "-c", text]);
    let read = "";
    reading.stdout.on("data", (piece) => (read += piece));
    await until(() => expect(read).toMatch(/^retry: 1000\n\nid: \d+\n: welcome\n/));
    const body = readFileSync(join(DOCUMENTS, "execution_roi.schema2.json"));
    await ask(`${server.url}/api/ingest/execution-roi`, { headers: JSON_TYPE, body });
    await until(() => expect(read).toMatch(/^event: invalidate\ndata: \{"topics":\[[^\]]*"summary"/m));
    const ended = once(reading, "exit");
    reading.kill();
    await ended;
  });
});

describe("docs/formats.md", () => {
  test("files are pushed", async () => {
    const { code, out } = await run("Pushing 1");
    expect(code, out).toBe(0);
    expect(out.match(/"rejected":\[\]/g)).toHaveLength(2);
  });

  const SHAPES = blocksOf(page("formats"), "json").flatMap(({ name, text }) => {
    const title = name.replace(/ \d+$/, "");
    const kind = title.endsWith(" shape") ? "execution-roi" : title;
    return KINDS.includes(kind as (typeof KINDS)[number]) ? [{ name, kind, text }] : [];
  });

  test("has an example of every kind but the log", () => {
    expect([...new Set(SHAPES.map(({ kind }) => kind)), "log"].sort()).toEqual([...KINDS].sort());
  });

  test.each(SHAPES)("the example of $name is taken whole", async ({ kind, text }) => {
    const body = kind === "article-costs" ? JSON.stringify(JSON.parse(text)) : text;
    const { status, body: answer } = await ask(`${server.url}/api/ingest/${kind}`, {
      headers: JSON_TYPE,
      body,
    });
    expect({ status, rejected: answer.rejected }, JSON.stringify(answer)).toEqual({
      status: 200,
      rejected: [],
    });
    expect(answer.accepted + answer.updated + answer.duplicates).toBeGreaterThan(0);
  });
});

test("no command of the pages is left untried, and none shares its name with another", () => {
  expect([...untested]).toEqual([]);
  expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
});
