import { expect, test } from "vitest";
import type { Environment } from "@/lib/domain/environment";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { pushText, testApp } from "@/tests/support/app";

const WISH = { actor: "ada", origin: "api", reason: null };

/** Half of the traffic on green, so that blue is what a rollback goes to. No environment has an address. */
async function split() {
  const { app, clock } = await testApp();
  await shiftTraffic(app, 50, WISH, "*");
  const check = (changes: Record<string, string> = {}, environment: Environment | null = "blue") => {
    const statuses = { flow: "healthy", rag: "healthy", roi: "healthy", ...changes };
    const components = Object.fromEntries(
      Object.entries(statuses).map(([name, status]) => [name, { status, available: true }]),
    );
    const timestamp = new Date(clock.nowMs).toISOString();
    const status = Object.values(statuses).find((one) => one !== "healthy") ?? "healthy";
    return pushText(app, "health", JSON.stringify({ status, timestamp, components }), environment);
  };
  const ready = async () => (await trafficState(app)).rollback;
  return { app, clock, check, ready };
}

test("an environment without an address is known good for 30 s after a whole healthy check of its own", async () => {
  const { app, clock, check, ready } = await split();
  await check();
  expect(await ready()).toMatchObject({
    to: "blue",
    known_good: true,
    said: "says healthy by its health checks, 0 s ago",
    checked_at: new Date(clock.nowMs).toISOString(),
  });
  clock.nowMs += 30_000;
  expect(await ready()).toMatchObject({ known_good: true });
  clock.nowMs += 1;
  expect(await ready()).toMatchObject({ known_good: false, said: expect.stringContaining("is not set") });
  await check();
  const report = await rollBack(app, { ...WISH, dryRun: false, confirm: false });
  expect(report.verification).toMatchObject({ passed: true, target_healthy: true });
});

test("the oldest of its components tells how old that is", async () => {
  const { app, clock, check, ready } = await split();
  await check();
  const firstMs = clock.nowMs;
  clock.nowMs += 20_000;
  await pushText(app, "health", '{"component":"flow","status":"healthy"}', "blue");
  expect(await ready()).toMatchObject({ checked_at: new Date(firstMs).toISOString(), known_good: true });
});

test.each([
  ["of nobody in particular", {}, null],
  ["of the other environment", {}, "green"],
  ["with a degraded component", { rag: "degraded" }, "blue"],
] as const)("a check %s is not enough to act at once", async (_, changes, environment) => {
  const { app, check, ready } = await split();
  await check(changes, environment);
  expect(await ready()).toMatchObject({ known_good: false });
  const report = await rollBack(app, { ...WISH, dryRun: false, confirm: false });
  expect(report).toMatchObject({ changed: true, verification: { target_healthy: null } });
});

test("a check that names half of what is expected is not enough either", async () => {
  const { app, clock, ready } = await split();
  const timestamp = new Date(clock.nowMs).toISOString();
  await pushText(
    app,
    "health",
    JSON.stringify({ status: "healthy", timestamp, components: { flow: { status: "healthy" } } }),
    "blue",
  );
  expect(await ready()).toMatchObject({ known_good: false });
});

test("an environment whose checks say unhealthy is given everything only where that was confirmed", async () => {
  const { app, check, ready } = await split();
  await check({ flow: "unhealthy" });
  expect(await ready()).toMatchObject({ known_good: false });
  const wish = { ...WISH, dryRun: false };
  await expect(rollBack(app, { ...wish, confirm: false })).rejects.toMatchObject({
    code: "impossible-now",
    message: expect.stringContaining("blue says unhealthy by its health checks, 0 s ago"),
  });
  expect((await rollBack(app, { ...wish, confirm: true })).changed).toBe(true);
});
