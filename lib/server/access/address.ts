import ipaddr from "ipaddr.js";

/** Set by our own server from the socket, after whatever a client sent under these names was dropped. */
export const PEER_HEADER = "x-greenlight-peer";
export const FORWARDED_HEADER = "x-greenlight-forwarded";

/**
 * The network address that a request comes from: the socket's, or, where that is one of our own proxies, the last
 * address in `X-Forwarded-For` that is none. What stands left of that was written by whoever asks.
 */
export function addressOf(headers: Headers, proxies: readonly string[]): string {
  const peer = plain(headers.get(PEER_HEADER) ?? "");
  if (peer === null) return "unknown";
  const hops = (headers.get(FORWARDED_HEADER) ?? "").split(",").map((hop) => plain(hop.trim()));
  let from = peer;
  while (hops.length > 0 && isOneOf(from, proxies)) {
    const before = hops.pop();
    if (before === null || before === undefined) break;
    from = before;
  }
  return from;
}

/** What is limited together: one IPv4 address, or the /64 of IPv6 that one household has. */
export function blockOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}

/** One spelling of an address, an IPv4 one in IPv6 clothes as IPv4; null of what is none. */
function plain(text: string): string | null {
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : null;
}

/** `proxies` are addresses, or ranges such as 10.0.0.0/8; the settings have checked them. */
function isOneOf(address: string, proxies: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return proxies.some((proxy) => {
    const [range, bits] = proxy.includes("/")
      ? ipaddr.parseCIDR(proxy)
      : ([ipaddr.process(proxy), null] as const);
    if (range.kind() !== parsed.kind()) return false;
    return parsed.match(range, bits ?? (range.kind() === "ipv4" ? 32 : 128));
  });
}
