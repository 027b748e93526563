import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ADMIN_ENV } from "@/tests/support/access";
import { ownFolder } from "@/tests/support/built-server";
import { ask } from "@/tests/support/http";

interface Started {
  child: ChildProcess;
  log: () => string;
  exited: Promise<unknown>;
}

/** The built server as somebody starts it, who may be refused. */
async function started(env: Record<string, string>, args: readonly string[] = []): Promise<Started> {
  const dataDir = join(await ownFolder(), "data");
  const child = spawn(process.execPath, ["--disable-proto=delete", "bin/serve.ts", ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", GREENLIGHT_DATA_DIR: dataDir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const log: string[] = [];
  for (const out of [child.stdout, child.stderr]) out?.on("data", (piece) => log.push(String(piece)));
  return { child, log: () => log.join(""), exited: once(child, "exit") };
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return String(port);
}

/** Whether somebody listens there now. */
const connects = (port: string, host = "127.0.0.1"): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(port), host);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.on("close", () => {}).once("connect", () => socket.destroy());
  });

test("where others can reach it the server never listens while there is no administrator, and says what to do", async () => {
  const port = await freePort();
  const { child, log, exited } = await started({ HOST: "0.0.0.0", PORT: port });
  let tries = 0;
  let reached = 0;
  while (child.exitCode === null) {
    tries += 1;
    if (await connects(port)) reached += 1;
  }
  await exited;
  expect(child.exitCode, log()).toBe(1);
  expect(log()).toMatch(
    /HOST: found "0\.0\.0\.0".*set GREENLIGHT_ADMIN_EMAIL and GREENLIGHT_ADMIN_PASSWORD/s,
  );
  expect(log()).not.toContain("token=");
  expect(tries).toBeGreaterThan(10);
  expect(reached).toBe(0);
});

test("with an administrator it does, and asks everybody who they are", async () => {
  const port = await freePort();
  const { child, log } = await started({ HOST: "0.0.0.0", PORT: port, ...ADMIN_ENV });
  while (!log().includes("is ready")) {
    expect(child.exitCode, log()).toBeNull();
    if (await connects(port)) break;
  }
  const addresses = Object.values(networkInterfaces())
    .flat()
    .filter((found) => found?.family === "IPv4")
    .map((found) => found?.address ?? "");
  expect(addresses).toContain("127.0.0.1");
  for (const address of addresses) {
    const summary = await ask(`http://${address}:${port}/api/summary`, { headers: { authorization: "" } });
    expect(summary.status, address).toBe(401);
    const named = await ask(`http://${address}:${port}/livez`, { headers: { host: "evil.example" } });
    expect(named.status).toBe(421);
  }
});

test("a password that will not do ends the start, and is not repeated", async () => {
  const password = "password1234";
  const { child, log, exited } = await started({
    PORT: "0",
    ...ADMIN_ENV,
    GREENLIGHT_ADMIN_PASSWORD: password,
  });
  await exited;
  expect(child.exitCode).toBe(1);
  expect(log()).toMatch(/GREENLIGHT_ADMIN_PASSWORD: .*common/);
  expect(log()).not.toContain(password);
});

test("the demo, which has no sign-in, is for this machine alone", async () => {
  const port = await freePort();
  const { child, log, exited } = await started({ GREENLIGHT_UP: "1", PORT: port }, [
    "--demo",
    "--host",
    "0.0.0.0",
  ]);
  await exited;
  expect(child.exitCode).toBe(2);
  expect(log()).toContain("the demo has no sign-in, so it listens on this machine only");
});
