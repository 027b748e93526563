import { describe, expect, test } from "vitest";
import { addressOf, blockOf, FORWARDED_HEADER, PEER_HEADER } from "@/lib/server/access/address";
import fc from "@/tests/support/laws";

const from = (peer: string, forwarded: string | null, proxies: readonly string[] = []) =>
  addressOf(
    new Headers({ [PEER_HEADER]: peer, ...(forwarded !== null && { [FORWARDED_HEADER]: forwarded }) }),
    proxies,
  );

describe("who asks is", () => {
  test.each([
    ["the socket's address, where nothing was forwarded", "203.0.113.9", null, ["127.0.0.1"], "203.0.113.9"],
    ["it also where a stranger says it forwards", "203.0.113.9", "192.0.2.1", ["127.0.0.1"], "203.0.113.9"],
    ["whom our proxy names", "127.0.0.1", "192.0.2.1", ["127.0.0.1"], "192.0.2.1"],
    [
      "the last it names, not what was written before",
      "127.0.0.1",
      "1.1.1.1, 192.0.2.1",
      ["127.0.0.1"],
      "192.0.2.1",
    ],
    [
      "behind two proxies of ours whom the outer names",
      "10.0.0.2",
      "1.1.1.1, 192.0.2.1, 10.0.0.3",
      ["10.0.0.0/8"],
      "192.0.2.1",
    ],
    ["our own proxy, where it names nobody", "127.0.0.1", null, ["127.0.0.1"], "127.0.0.1"],
    [
      "our own proxy, where what it names is no address",
      "127.0.0.1",
      "192.0.2.1, evil",
      ["127.0.0.1"],
      "127.0.0.1",
    ],
    [
      "the first that is known, where there is nobody before",
      "10.0.0.2",
      "10.0.0.3, 10.0.0.4",
      ["10.0.0.0/8"],
      "10.0.0.3",
    ],
    [
      "an IPv4 address in the clothes of IPv6",
      "::ffff:127.0.0.1",
      "::ffff:192.0.2.1",
      ["127.0.0.1"],
      "192.0.2.1",
    ],
    ["one of IPv6 behind a proxy of IPv6", "::1", "2001:DB8::0:1", ["::1"], "2001:db8::1"],
    ["the socket's, where the proxy is of another kind", "::1", "192.0.2.1", ["127.0.0.0/8"], "::1"],
    ["unknown without a socket's address", "", "192.0.2.1", ["127.0.0.1"], "unknown"],
  ] as const)("%s", (_, peer, forwarded, proxies, address) => {
    expect(from(peer, forwarded, proxies)).toBe(address);
  });

  test("never what stands before the last that is no proxy of ours, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), (written, address) => {
        fc.pre(!address.startsWith("10."));
        const headers = new Headers({ [PEER_HEADER]: "10.0.0.1" });
        headers.set(
          FORWARDED_HEADER,
          `${encodeURIComponent(written)},${written.replace(/[^ -~]/g, "")}, ${address}`,
        );
        expect(addressOf(headers, ["10.0.0.0/8"])).toBe(address);
      }),
    );
  });
});

describe("limited together is", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::", "2001:db8:1:2::/64"],
    ["2001:db8:1:3::", "2001:db8:1:3::/64"],
    ["unknown", "unknown"],
  ])("%s as %s", (address, block) => {
    expect(blockOf(address)).toBe(block);
  });
});
