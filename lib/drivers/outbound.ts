import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** Where clouds answer whoever asks from a machine of theirs with its keys, beside the link-local 169.254.169.254. */
const METADATA: ReadonlySet<string> = new Set(["fd00:ec2::254", "fd20:ce::254", "100.100.100.200"]);

/** What no service of anybody's is reached by. Private addresses and this machine's own are where pipelines live. */
const SHUT: Readonly<Record<string, string>> = {
  linkLocal: "a link-local address",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  unspecified: "an unspecified address",
};

/** An address that is never connected to. */
export class ShutAddress extends Error {}

/** How a host name is looked up: as `dns.lookup` with `all`. */
export type Resolve = (
  host: string,
  options: LookupAllOptions,
  told: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The `lookup` of a request to an address that people chose: so no name leads to what must not be asked, however often
 * it changes where it points. Of several addresses those are dialled that may be.
 *
 * @throws ShutAddress where the URL itself names such an address, which is never looked up
 */
export function outboundLookup(
  { hostname }: Pick<URL, "hostname">,
  resolve: Resolve = lookup,
): LookupFunction {
  const literal = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0) open(literal);
  return (host, options, told) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return told(error, "", 0);
      const allowed = addresses.filter(({ address }) => whyShut(address) === null);
      const [first] = allowed;
      if (first === undefined) return told(shut(host, addresses), "", 0);
      if (options.all) return told(null, allowed);
      told(null, first.address, first.family);
    });
  };
}

function open(address: string): void {
  const why = whyShut(address);
  if (why !== null) throw new ShutAddress(`${address} is not asked: ${why}`);
}

function shut(host: string, addresses: readonly LookupAddress[]): Error {
  const [first] = addresses;
  if (first === undefined) return new Error(`${host} has no address`);
  return new ShutAddress(`${host} is not asked: it is ${first.address}, ${whyShut(first.address)}`);
}

/** Why this address is never connected to, in words; null where it may be. */
export function whyShut(address: string): string | null {
  if (!ipaddr.isValid(address)) return "no address";
  const parsed = inner(ipaddr.process(address));
  if (METADATA.has(parsed.toString())) return "an address of cloud metadata";
  return SHUT[parsed.range()] ?? null;
}

/** The IPv4 address that a translating network makes of an IPv6 one. */
function inner(parsed: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!(parsed instanceof ipaddr.IPv6)) return parsed;
  const bytes = parsed.toByteArray();
  if (parsed.range() === "rfc6052") return new ipaddr.IPv4(bytes.slice(12));
  if (parsed.range() === "6to4") return new ipaddr.IPv4(bytes.slice(2, 6));
  return parsed;
}
