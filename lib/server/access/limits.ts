import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Problem } from "@/lib/domain/problem";
import { remember } from "@/lib/server/remember";
import { blockOf } from "./address";

/** Wrong passwords within a quarter of an hour, of one account and of one network address. */
const SIGN_IN = { points: 10, duration: 15 * 60 };
/** Sessions and keys that are none, of one address within a minute. */
const BAD_CREDENTIALS = { points: 100, duration: 60 };
/** The same refusal of the same caller is noted in the log once a minute. */
const NOTED_REFUSALS = { points: 1, duration: 60 };

const limiters = () =>
  remember("limits", () => ({
    account: new RateLimiterMemory(SIGN_IN),
    address: new RateLimiterMemory(SIGN_IN),
    credentials: new RateLimiterMemory(BAD_CREDENTIALS),
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

/** Counts a key or session that is none. @throws Problem too-many-requests */
export const badCredentials = (address: string): Promise<void> =>
  within(limiters().credentials, blockOf(address), "too many keys or sessions that are not valid");

/** Counts a request of a key, a session or an address. @throws Problem too-many-requests */
export function requested(caller: string, perMinute: number): Promise<void> {
  const { requests } = limiters();
  const limiter = requests.get(perMinute) ?? new RateLimiterMemory({ points: perMinute, duration: 60 });
  requests.set(perMinute, limiter);
  return within(limiter, caller, `more than ${perMinute} requests a minute`);
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
  try {
    await limiter.consume(caller);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw new Problem("too-many-requests", `${words}; try again in ${inWords(seconds)}`, {
      extra: { retry_after_s: seconds },
    });
  }
}

const inWords = (seconds: number): string =>
  seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
