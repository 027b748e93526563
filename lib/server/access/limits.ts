import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";
import { Problem } from "@/lib/domain/problem";
import { remember } from "@/lib/server/remember";
import { blockOf } from "./address";

/** Wrong passwords within a quarter of an hour, of one account and of one network address. */
const SIGN_IN = { points: 10, duration: 15 * 60 };
/** Keys that are none, of one address within a minute. A session's cookie is signed, so nobody can guess one. */
const BAD_KEYS = { points: 100, duration: 60 };
/** The same refusal of the same caller is noted in the log once a minute. */
const NOTED_REFUSALS = { points: 1, duration: 60 };

const limiters = () =>
  remember("limits", () => ({
    account: new RateLimiterMemory(SIGN_IN),
    address: new RateLimiterMemory(SIGN_IN),
    keys: new RateLimiterMemory(BAD_KEYS),
    refusals: new RateLimiterMemory(NOTED_REFUSALS),
    requests: new Map<number, RateLimiterMemory>(),
  }));

/**
 * Counts a try to sign in before the password is looked at, so that tries side by side count, too.
 *
 * @returns what takes it back, for one that succeeded
 * @throws Problem too-many-requests
 */
export async function signInTried(email: string, address: string): Promise<() => Promise<void>> {
  const { account, address: network } = limiters();
  const name = email.trim().toLowerCase();
  const block = blockOf(address);
  await within(network, block, "too many tries to sign in from this network");
  await within(account, name, "too many tries to sign in to this account");
  return async () => {
    await account.delete(name);
    await network.reward(block);
  };
}

/**
 * Counts a try of a one-time link, as signing in is counted, but by address alone: links are no account that somebody
 * could lock for all others.
 *
 * @returns what takes it back
 * @throws Problem too-many-requests
 */
export async function linkTried(address: string): Promise<() => Promise<void>> {
  const { address: network } = limiters();
  await within(network, blockOf(address), "too many tries to sign in from this network");
  return async () => {
    await network.reward(blockOf(address));
  };
}

/** Counts a key that is none. @throws Problem too-many-requests */
export const badKey = (address: string): Promise<void> =>
  within(limiters().keys, blockOf(address), "too many keys that are not valid");

/** Counts a request of a key, a session or an address. @throws Problem too-many-requests */
export const requested = (caller: string, perMinute: number): Promise<void> =>
  within(requestsWithin(perMinute), caller, `more than ${perMinute} requests a minute`);

/** Counts a page of an address. @returns in how many seconds it may be asked for again; null: now */
export const pageWaitS = (address: string, perMinute: number): Promise<number | null> =>
  waitS(requestsWithin(perMinute), `page ${blockOf(address)}`);

function requestsWithin(perMinute: number): RateLimiterMemory {
  const { requests } = limiters();
  const limiter = requests.get(perMinute) ?? new RateLimiterMemory({ points: perMinute, duration: 60 });
  requests.set(perMinute, limiter);
  return limiter;
}

/** Whether this refusal is news. */
export const isNewRefusal = (caller: string): Promise<boolean> =>
  limiters()
    .refusals.consume(caller)
    .then(
      () => true,
      () => false,
    );

async function within(limiter: RateLimiterMemory, caller: string, words: string): Promise<void> {
  const seconds = await waitS(limiter, caller);
  if (seconds === null) return;
  throw new Problem("too-many-requests", `${words}; try again in ${inWords(seconds)}`, {
    extra: { retry_after_s: seconds },
  });
}

/** Counts, and says in how many seconds the next one is let in; null: this one is. */
async function waitS(limiter: RateLimiterMemory, caller: string): Promise<number | null> {
  try {
    await limiter.consume(caller);
    return null;
  } catch (refused) {
    // Not told by its class, because the limiter may have been made by another copy of this module.
    if (refused instanceof Error) throw refused;
    return Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
  }
}

const inWords = (seconds: number): string =>
  seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
