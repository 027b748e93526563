import { expect } from "vitest";
import { Problem } from "@/lib/domain/problem";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import type { Command, TrafficDriver } from "@/lib/drivers/traffic";

const SERVERS = { blue: "blue", green: "green" };
/** The driver on this socket. */
export const on = (socket: string, backend = "articles"): TrafficDriver =>
  haproxyDriver({ socket, backend, servers: SERVERS });

const command = (green: number): Command => ({
  green,
  live: "blue",
  previous: null,
  version: null,
  reason: "a test",
  atMs: 0,
});
const signal = () => new AbortController().signal;
export const read = (driver: TrafficDriver) => driver.read(signal());
export const send = (driver: TrafficDriver, green: number, between?: () => Promise<void>) =>
  driver.send(command(green), signal(), between);

/** Why it failed; fails itself where it did not fail as a driver should. */
export async function whyOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    (value) => `it did not fail: ${JSON.stringify(value)}`,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ code: "driver-unreachable" });
  return (error as Problem).message;
}
