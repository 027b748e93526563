import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { config } from "@/lib/contract/config";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import { folder } from "@/tests/support/folder";
import { haproxyOf } from "@/tests/support/haproxy";

test("the example of an HAProxy is one that the example of greenlight.yaml moves", async () => {
  const { traffic } = config.parse(parse(readFileSync("deploy/greenlight.example.yaml", "utf8")));
  const { socket = "", backend = "", servers = { blue: "", green: "" } } = traffic.haproxy ?? {};
  const example = readFileSync("deploy/haproxy.cfg", "utf8");
  expect(example).toContain(` ${socket} `);
  const [home, own] = [folder(), "own.sock"];
  // Its socket and its users are this machine's; its port would be taken by whoever runs it here.
  const text = example
    .replace(`${socket} user haproxy group haproxy`, join(home, own))
    .replace(/bind \S+/, `bind unix@${join(home, "front.sock")}`);
  const ask = await haproxyOf(text, join(home, own));
  const driver = haproxyDriver({ socket: join(home, own), backend, servers });
  const command = { live: "blue", previous: null, version: null, reason: "", atMs: 0 } as const;
  const signal = new AbortController().signal;
  expect(await driver.read(signal)).toMatchObject({ green: 0, remarks: [] });
  for (const green of [50, 100]) {
    await driver.send({ ...command, green }, signal);
    const lines = (await ask(`show servers state ${backend}`)).split("\n").slice(2, 4);
    expect(lines.map((line) => line.split(" ")[7])).toEqual([String(100 - green), String(green)]);
  }
});
