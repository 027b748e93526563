import { lookup } from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * How both ways of notifying find the address of a host: the one place for what forbids some addresses. A host that is
 * written as an address is not looked up.
 */
export const lookupAddress: LookupFunction = lookup;
