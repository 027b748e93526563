import { createHmac } from "node:crypto";
import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { harmless, NETWORK_WORDS, notTaken, type Outcome, taken } from "./notify-outcome";
import { outboundLookup } from "./outbound";
import { codeOf, messageOf } from "./probe-answer";
import { gathered } from "./probe-output";

export interface Post {
  url: string;
  /** What it is signed with; without one it is not signed. */
  secret: string | undefined;
  /** Of the transition: the same at every try. */
  key: string;
  /** JSON. */
  body: string;
  /** The time of the signature: UTC epoch milliseconds. */
  atMs: number;
  timeoutMs: number;
}

const ANSWER_BYTES_MAX = 64 * 1024;
const WAIT_MS_MAX = 600_000;

/** The request was understood, and is not wanted as it is. Others, such as 404 or 401, are mended by a setting. */
const REFUSALS: readonly number[] = [400, 413, 422];

/**
 * Posts a notification once, over a connection of its own. 2xx is delivered, whatever follows it; redirects are not
 * followed, because what is signed for one address is meant for no other. Never rejects.
 */
export async function posted(post: Post, signal: AbortSignal): Promise<Outcome> {
  const timeout = AbortSignal.timeout(post.timeoutMs);
  const startedMs = performance.now();
  try {
    const response = await responseTo(post, AbortSignal.any([signal, timeout]));
    const { statusCode: status = 0 } = response;
    const body = await beginningOf(response);
    const said = `answered ${status} in ${Math.round(performance.now() - startedMs)} ms`;
    if (status >= 200 && status < 300) return taken(said);
    if (status >= 300 && status < 400) return notTaken(`answered ${status}; redirects are not followed`);
    const why = harmless(body, secretsOf(post));
    return notTaken(`answered ${status}${why === "" ? "" : `: ${why}`}`, {
      refused: REFUSALS.includes(status),
      waitMs: waitOf(response, post.atMs),
    });
  } catch (error) {
    if (timeout.aborted) return notTaken(`no answer within ${post.timeoutMs / 1000} s`);
    return notTaken(reason(error, post));
  }
}

/**
 * The value of `Greenlight-Signature`: the seconds of now, and the HMAC-SHA256 of these, a dot and the body, in hex.
 *
 * @source docs/configuration.md#verifying-a-webhook
 */
export function signature(secret: string, body: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}

/** Not by `fetch`, which keeps connections for later, refuses some ports, and is wrapped by the server we run in. */
export const responseTo = (
  { url, secret, key, body, atMs }: Post,
  signal: AbortSignal,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const address = new URL(url);
    const send = address.protocol === "https:" ? overHttps : overHttp;
    const headers = {
      accept: "application/json, text/plain",
      "accept-encoding": "identity",
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "greenlight",
      "greenlight-key": key,
      ...(secret === undefined ? {} : { "greenlight-signature": signature(secret, body, atMs) }),
    };
    const options = { method: "POST", agent: false, headers, signal, lookup: outboundLookup(address) };
    send(address, options, resolve).on("error", reject).end(body);
  });

/** As much of an answer as came before it ended, broke off or was too much: the status has said what counts. */
const beginningOf = (response: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const { bytes, overflowing } = gathered(response, ANSWER_BYTES_MAX);
    const done = () => resolve(bytes().toString());
    overflowing.then(done);
    response.on("error", done).on("end", done).on("close", done);
  });

/** Seconds, or a date. */
function waitOf({ headers }: IncomingMessage, nowMs: number): number | null {
  const after = headers["retry-after"];
  if (after === undefined) return null;
  const ms = /^\d{1,6}$/.test(after) ? Number(after) * 1000 : Date.parse(after) - nowMs;
  return Number.isFinite(ms) ? Math.min(WAIT_MS_MAX, Math.max(0, ms)) : null;
}

/** The path and the query of a webhook's address are often its key. */
export function secretsOf({ url, secret }: Pick<Post, "url" | "secret">): (string | undefined)[] {
  const { pathname, search, searchParams } = new URL(url);
  const parts = pathname.split("/").filter((part) => part.length >= 8);
  return [
    secret,
    url,
    `${pathname}${search}`,
    pathname === "/" ? "" : pathname,
    search,
    ...parts,
    ...searchParams.values(),
  ];
}

/** Why there was no answer, in words without secrets. */
export function reason(error: unknown, post: Post): string {
  const code = codeOf(error);
  return (
    NETWORK_WORDS[code] ??
    (code.startsWith("HPE_") ? "the answer is not HTTP" : harmless(messageOf(error), secretsOf(post)))
  );
}
