import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Resolve } from "@/lib/drivers/outbound";
import { askHttp } from "@/lib/drivers/probe-http";

/** Where every name leads. */
const led = vi.hoisted(() => ({ to: "127.0.0.1" }));
vi.mock("node:dns", () => ({
  lookup: ((_host, _options, told) => told(null, [{ address: led.to, family: 4 }])) satisfies Resolve,
}));

test("a probe asks what a name leads to, unless that is never asked", async () => {
  const reached = vi.fn();
  const server = createServer((_, response) => {
    reached();
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const url = `http://pipeline.example:${(server.address() as AddressInfo).port}/health`;
  const ask = () => askHttp({ url, timeoutMs: 600_000 }, new AbortController().signal);
  expect(await ask()).toMatchObject({ kind: "answered", status: "healthy" });
  expect(reached).toHaveBeenCalledTimes(1);
  led.to = "0.0.0.0"; // by which this machine reaches itself, too
  expect(await ask()).toMatchObject({
    kind: "failed",
    error: "pipeline.example is not asked: it is 0.0.0.0, an unspecified address",
  });
  expect(reached).toHaveBeenCalledTimes(1);
});
