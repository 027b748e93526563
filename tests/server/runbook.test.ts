import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { scratchServer } from "@/lib/drivers/scratch-server";
import { bearing } from "@/tests/support/access";
import { builtServer, ownFolder } from "@/tests/support/built-server";
import { blocksOf, ran } from "@/tests/support/doc-blocks";
import { haproxy } from "@/tests/support/haproxy";
import { ask } from "@/tests/support/http";
import { keyFor, person, sessionOf } from "@/tests/support/people";
import { until } from "@/tests/support/until";

/** The documents for who is on call, and for who tells others. */
const PAGES = ["runbook", "incident-response", "post-mortem", "communication-plan"].map((name) =>
  readFileSync(`docs/${name}.md`, "utf8"),
);

const BLOCKS = PAGES.flatMap((page) => blocksOf(page));
const untested = new Set(BLOCKS.map(({ name }) => name));

async function staged() {
  const folder = await ownFolder();
  const state = join(folder, ".deployment_state");
  const [blue, green] = [await scratchServer("blue"), await scratchServer("green")];
  onTestFinished(async () => {
    await blue.stop();
    await green.stop();
  });
  const balancer = await haproxy({ servers: { blue: blue.port, green: green.port } });
  const server = await builtServer({
    folder,
    config: [
      `environments: { blue: { url: "${blue.url}" }, green: { url: "${green.url}" } }`,
      "traffic:",
      `  state_file: ${state}`,
      "  driver: haproxy",
      `  haproxy: { socket: ${balancer.socket}, backend: articles }`,
    ],
  });
  const config = join(folder, "greenlight.yaml");
  const env = { ...process.env, GREENLIGHT_CONFIG: config, GREENLIGHT_DATA_DIR: join(folder, "data") };
  const key = `authorization: ${bearing().authorization}`;
  const places = { greenlight: server.url, key, socket: balancer.socket, state, backups: folder };
  /** Runs a block of a document as it stands there; only the places are this test's own. */
  const run = (name: string) => tried(name, places, env);
  const weights = async () => [await balancer.weight("blue"), await balancer.weight("green")];
  return { state, balancer, server, run, weights };
}

function tried(name: string, places: Record<string, string>, env: NodeJS.ProcessEnv) {
  const block = BLOCKS.find((one) => one.name === name);
  if (block === undefined) throw new Error(`no document has a block ${name}`);
  untested.delete(name);
  return ran(block.text, { places, env });
}

test("the places that are set first are those that the commands name", () => {
  const [first] = BLOCKS;
  const set = [...(first?.text ?? "").matchAll(/^(\w+)=/gm)].map(([, name]) => name);
  const named = [...PAGES.join("\n").matchAll(/\$(greenlight|key|socket|state|backups)\b/g)].map(
    ([, name]) => name,
  );
  expect(set.sort()).toEqual([...new Set(named)].sort());
  untested.delete("Runbook 1");
});

test("shifting, watching, rolling back, undoing, and what is done at the balancer", async () => {
  const { balancer, run, weights } = await staged();
  const shift = await run("Shift 1");
  expect(shift).toMatchObject({ code: 0, out: expect.stringContaining('"sync":"in_sync"') });
  expect(await weights()).toEqual([50, 50]);
  expect(await run("Watch 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/"applied_weight":50.*"reason":"half of the articles"/s),
  });
  expect(await run("Watch 2")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ articles \d+ green \S+ 2 0 50 .*"weights"/ms),
  });

  expect(await run("Roll back 4")).toMatchObject({ code: 0, out: expect.stringContaining("dry run") });
  expect(await weights()).toEqual([50, 50]);
  expect(await run("Roll back 1")).toMatchObject({ code: 0, out: expect.stringContaining('"passed":true') });
  expect(await weights()).toEqual([100, 0]);
  expect(await run("Undo a rollback 1")).toMatchObject({ code: 0 });
  expect(await weights()).toEqual([50, 50]);
  expect(await run("Roll back 2")).toMatchObject({ code: 0, out: expect.stringMatching(/^verified$/m) });
  expect(await weights()).toEqual([100, 0]);
  expect((await run("Roll back 2")).out).toContain("nothing changed");

  await run("Shift 1");
  expect(await run("Roll back 3")).toMatchObject({ code: 0, out: expect.stringContaining('"passed":true') });
  expect(await weights()).toEqual([100, 0]);
  const afterwards = await run("Afterwards 1");
  expect(afterwards.out).toMatch(/^# .*"label":\{"right":true/s);

  await balancer.ask("set server articles/green state maint");
  expect((await run("Shift 1")).out).toContain("green is in maintenance");
  expect(await weights()).toEqual([100, 0]);
  expect((await run("A weight was moved by hand 1")).code).toBe(0);
  await run("Shift 1");
  expect(await weights()).toEqual([50, 50]);
});

test("HAProxy is gone: a rollback is accepted, and carried out when it is back", async () => {
  const { balancer, run, weights } = await staged();
  expect(await run("HAProxy is gone 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Version: /m),
  });
  await run("Shift 1");
  await balancer.stop();
  expect((await run("HAProxy is gone 1")).code).not.toBe(0);
  expect((await run("Roll back 1")).out).toContain("tried again until it is done");
  await balancer.configure({ shares: { blue: 10, green: 90 } });
  await balancer.start();
  await until(async () => expect(await weights()).toEqual([100, 0]));
});

test("Greenlight is gone: HAProxy and the file are told by hand, and agree with it when it is back", async () => {
  const { state, server, run, weights } = await staged();
  await run("Shift 1");
  await server.kill9();
  expect(await run("Greenlight is gone 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/ blue \S+ 2 0 100 .* green \S+ 2 8 0 /s),
  });
  expect(await weights()).toEqual([100, 0]);
  expect(await run("Greenlight is gone 2")).toMatchObject({ code: 0, out: "" });
  expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ current: "blue", weights: { green: 0 } });
  expect(JSON.parse(readFileSync(`${state}.before`, "utf8"))).toMatchObject({ weights: { green: 50 } });
  await server.restart();
  expect(await run("Greenlight is gone 3")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^verified$/m),
  });
  expect(await weights()).toEqual([100, 0]);
  expect(JSON.parse(readFileSync(state, "utf8"))).toMatchObject({ current: "blue", weights: { green: 0 } });
  expect((await ask(`${server.url}/api/traffic`)).body).toMatchObject({
    sync: "in_sync",
    environments: { green: { desired_weight: 0 } },
  });
});

test("who is locked out gets a link, a key that must go is refused at once, and the log is proved", async () => {
  const { server, run } = await staged();
  await person(server.url, "ana@example.org", "admin");
  const session = await sessionOf(server.url, "ana@example.org");
  const { key } = await keyFor(server.url, "ingest", "pipeline");
  const asks = (headers: Record<string, string>) => ask(`${server.url}/api/assignment?key=a`, { headers });
  expect((await asks(bearing(key))).status).toBe(200);
  expect(await run("Somebody is locked out 1")).toMatchObject({
    code: 0,
    out: expect.stringContaining("/welcome?token="),
  });
  expect(
    (await ask(`${server.url}/api/sessions`, { headers: { authorization: "", ...session } })).status,
  ).toBe(401);
  expect((await run("A key or an account must go 1")).code).toBe(0);
  expect((await asks(bearing(key))).status).toBe(401);
  expect(await run("A key or an account must go 2")).toMatchObject({ code: 0 });
});

test("a backup is made beside the server, and restored while it is stopped", async () => {
  const { server, run } = await staged();
  await run("Shift 1");
  expect(await run("Back up 1")).toMatchObject({ code: 0, out: expect.stringMatching(/proved equal/) });
  await run("Roll back 1");
  expect(await run("Restore 1")).toMatchObject({
    code: 1,
    out: expect.stringContaining(`the server with process id ${server.pid} has the database open`),
  });
  await server.stop();
  expect(await run("Restore 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/restored from .*the database before is kept as .*^verified: /ms),
  });
  expect(await run("The event log 1")).toMatchObject({ code: 0, out: expect.stringContaining("verified") });
  await server.restart();
  const { body } = await ask(`${server.url}/api/audit?range=all`);
  expect(body.events.map(({ action }: { action: string }) => action)).toContain("backup.restored");
});

test("a rehearsal needs nothing", async () => {
  const rehearsal = await tried("Rehearse 1", {}, process.env);
  expect(rehearsal).toMatchObject({ code: 0, out: expect.stringContaining("0 of ") });
});

test("an incident: what fires is seen, Greenlight is kept from acting, and a release that is held goes on", async () => {
  const { server, run } = await staged();
  expect(await run("The first 15 minutes 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/"rule":\{"name":"api-error-rate".*"error_rate":.*"status":/s),
  });
  expect(await run("File I/O 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/ \/.*"sources":\[/s),
  });
  const automatic = async () => (await ask(`${server.url}/api/automation`)).body.on;
  expect((await run("Roll back or not 1")).code).toBe(0);
  expect(await automatic()).toBe(false);
  expect((await run("Roll back or not 2")).code).toBe(0);
  expect(await automatic()).toBe(true);

  const { id, plan_hash } = await told(server, "/api/releases", { version: "v2", environment: "green" });
  await told(server, `/api/releases/${id}/start`, { plan_hash });
  const state = async () => (await ask(`${server.url}/api/releases/${id}`)).body.state;
  await until(async () => expect(await state()).toBe("observing"));
  await told(server, `/api/releases/${id}/pause`, {});
  expect(await run("A release is held 1")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/"state":"held".*"reason":"manual"/s),
  });
  expect((await run("A release is held 2")).code).toBe(0);
  await until(async () => expect(await state()).toBe("observing"));
});

async function told({ url }: { url: string }, path: string, body: object) {
  const headers = { "content-type": "application/json" };
  const answer = await ask(`${url}${path}`, { headers, body: JSON.stringify(body) });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

test("no command of the documents is left untried, and none shares its name with another", () => {
  expect([...untested]).toEqual([]);
  expect(new Set(BLOCKS.map(({ name }) => name)).size).toBe(BLOCKS.length);
});
