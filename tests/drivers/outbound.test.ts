import type { LookupAddress } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { outboundLookup, type Resolve, ShutAddress, whyShut } from "@/lib/drivers/outbound";
import { askHttp } from "@/lib/drivers/probe-http";

test.each([
  ["169.254.169.254", "a link-local address"],
  ["169.254.0.1", "a link-local address"],
  ["::ffff:169.254.169.254", "a link-local address"],
  ["::ffff:a9fe:a9fe", "a link-local address"],
  ["64:ff9b::a9fe:a9fe", "a link-local address"],
  ["2002:a9fe:a9fe::1", "a link-local address"],
  ["fe80::1", "a link-local address"],
  ["fe80::1%eth0", "a link-local address"],
  ["fd00:ec2::254", "an address of cloud metadata"],
  ["fd00:0ec2:0:0::254", "an address of cloud metadata"],
  ["100.100.100.200", "an address of cloud metadata"],
  ["224.0.0.1", "a multicast address"],
  ["ff02::1", "a multicast address"],
  ["0.0.0.0", "an unspecified address"],
  ["::", "an unspecified address"],
  ["255.255.255.255", "a broadcast address"],
  ["", "no address"],
])("%s is not asked", (address, why) => {
  expect(whyShut(address)).toBe(why);
});

test.each([
  "127.0.0.1",
  "::1",
  "10.1.2.3",
  "192.168.0.1",
  "172.16.0.1",
  "fd00::1",
  "100.64.0.1",
  "203.0.113.9",
  "2001:db8::1",
])("%s is asked: there pipelines live", (address) => expect(whyShut(address)).toBeNull());

test.each([
  "http://169.254.169.254/latest/meta-data",
  "http://2852039166/",
  "http://0xa9fea9fe/",
  "http://0251.0376.0251.0376/",
  "http://[::ffff:169.254.169.254]/",
  "http://[fe80::1]/",
  "http://0/",
])("%s is refused before anything is asked", async (url) => {
  expect(() => outboundLookup(new URL(url))).toThrow(ShutAddress);
  const never = new AbortController().signal;
  expect(await askHttp({ url, timeoutMs: 600_000 }, never)).toMatchObject({
    kind: "failed",
    error: expect.stringMatching(/ is not asked: an? (link-local|unspecified) address$/),
  });
});

/** A name that leads to these addresses. */
const naming =
  (...addresses: string[]): Resolve =>
  (_host, _options, told) =>
    told(
      null,
      addresses.map((address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 })),
    );

const looked = (resolve: Resolve, all: boolean) =>
  new Promise((done) =>
    outboundLookup(new URL("http://pipeline.example/"), resolve)(
      "pipeline.example",
      { all },
      (error, address, family) => done(error ?? [address, family]),
    ),
  );

test("a name that leads to such an address is not asked either, whatever it led to before", async () => {
  expect(await looked(naming("169.254.169.254"), true)).toMatchObject({
    message: "pipeline.example is not asked: it is 169.254.169.254, a link-local address",
  });
  expect(await looked(naming("fe80::1", "0.0.0.0"), false)).toBeInstanceOf(ShutAddress);
  expect(await looked(naming(), false)).toMatchObject({ message: "pipeline.example has no address" });
});

test("of several addresses those are dialled that may be", async () => {
  const resolve = naming("fe80::1", "10.0.0.1", "127.0.0.1");
  expect(await looked(resolve, false)).toEqual(["10.0.0.1", 4]);
  expect(await looked(resolve, true)).toEqual([
    [
      { address: "10.0.0.1", family: 4 },
      { address: "127.0.0.1", family: 4 },
    ],
    undefined,
  ]);
});

test("a name that is looked up anew for the request cannot lead elsewhere meanwhile", async () => {
  const canary = vi.fn();
  const server = createServer((_, response) => {
    canary();
    response.end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const never = new AbortController().signal;
  const asked = (host: string) => askHttp({ url: `http://${host}:${port}/`, timeoutMs: 600_000 }, never);
  expect(await asked("localhost")).toMatchObject({ kind: "answered" });
  expect(canary).toHaveBeenCalledOnce();
  // This machine listens on the unspecified address, too: so it would have been asked.
  expect(await asked("0.0.0.0")).toMatchObject({ kind: "failed" });
  expect(canary).toHaveBeenCalledOnce();
});
