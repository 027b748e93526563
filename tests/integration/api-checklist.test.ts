import { beforeEach, expect, test } from "vitest";
import { checklist } from "@/lib/contract/checklist";
import type { App } from "@/lib/server/app";
import { releasePlanned } from "@/lib/server/releases/commands";
import { itemOf } from "@/tests/support/checklist";
import { ADA } from "@/tests/support/releases";
import { call, problemOf, routedApp } from "@/tests/support/routes";

let app: App;
let id: string;
beforeEach(async () => {
  app = await routedApp();
  ({ id } = await releasePlanned(app, { version: "sprint-15", environment: "green" }, ADA));
});

const LIST = "/api/releases/{id}/checklist";
const ITEM = `${LIST}/{item}`;

const read = (release: string) =>
  call(`/api/releases/${release}/checklist`, "", { template: LIST, params: { id: release } });

const put = (item: string, body: unknown, release = id) =>
  call(`/api/releases/${release}/checklist/${item}`, "", {
    ...{ method: "PUT", template: ITEM, params: { id: release, item } },
    ...{ headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  });

test("200: the reply keeps the contract, and a tick is in the next one", async () => {
  const before = await read(id);
  expect(before.status).toBe(200);
  expect(checklist.reply.parse(await before.json()).total).toBe(57);
  const ticked = await put("tests-passing", { done: true, note: "  build 88 " });
  expect(ticked.status).toBe(200);
  const reply = checklist.reply.parse(await ticked.json());
  expect(itemOf(reply, "tests-passing")).toMatchObject({ done: true, note: "build 88" });
  expect(await (await read(id)).json()).toEqual(reply);
});

test("400: what is no tick", async () => {
  for (const body of [{}, { done: "yes" }, { done: true, note: "x".repeat(501) }, { note: "build 88" }])
    expect(await problemOf(await put("tests-passing", body))).toMatchObject({ title: "bad-input" });
});

test("404: no such release, no such item", async () => {
  expect((await read("none")).status).toBe(404);
  expect((await put("tests-passing", { done: true }, "none")).status).toBe(404);
  expect((await put("no-such-item", { done: true })).status).toBe(404);
});

test("409: evidence is nobody's to tick", async () => {
  expect(await problemOf(await put("python", { done: true }))).toMatchObject({
    ...{ status: 409, detail: '"Python 3.13 environment" is ticked by evidence, and by nobody' },
  });
});
