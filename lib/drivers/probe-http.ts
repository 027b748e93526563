import { type IncomingMessage, request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import { redacted } from "@/lib/domain/redact";
import { outboundLookup } from "./outbound";
import {
  ANSWER_BYTES_MAX,
  codeOf,
  failed,
  messageOf,
  type ProbeAnswer,
  TOO_MUCH,
  tooLate,
} from "./probe-answer";
import { gathered } from "./probe-output";

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection broke off",
  EPIPE: "the connection broke off",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the host",
  HPE_HEADER_OVERFLOW: "the answer's headers are too long",
};

/**
 * Asks an address once, over a connection of its own. The status says healthy (2xx) or unhealthy, for answers that say
 * nothing themselves; redirects are not followed, and some addresses are not asked (see `outbound.ts`). Never rejects; when the signal is aborted, it ends at once.
 */
export async function askHttp(
  { url, timeoutMs }: { url: string; timeoutMs: number },
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await responseOf(url, AbortSignal.any([signal, timeout]));
    const body = await bodyOf(response);
    if (body === null) return failed(TOO_MUCH);
    const { statusCode = 0 } = response;
    const well = statusCode >= 200 && statusCode < 300;
    return {
      kind: "answered",
      medium: "http",
      body,
      status: well ? "healthy" : "unhealthy",
      remark: well ? null : `answered ${statusCode}${redirection(statusCode)}`,
      broken: false,
    };
  } catch (error) {
    return timeout.aborted ? tooLate(timeoutMs) : failed(reason(error));
  }
}

/** Not by `fetch`, which keeps connections for later, refuses some ports, and is wrapped by the server we run in. */
const responseOf = (url: string, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const address = new URL(url);
    const ask = address.protocol === "https:" ? overHttps : overHttp;
    const headers = { accept: "application/json", "accept-encoding": "identity", "user-agent": "greenlight" };
    const lookup = outboundLookup(address);
    ask(address, { agent: false, headers, lookup, signal }, resolve).on("error", reject).end();
  });

/** Null where it is longer than is taken; the connection is closed then. */
const bodyOf = (response: IncomingMessage): Promise<Uint8Array | null> =>
  new Promise((resolve, reject) => {
    const { bytes, overflowing } = gathered(response, ANSWER_BYTES_MAX);
    overflowing.then(() => resolve(null));
    response.on("error", reject);
    response.on("end", () => resolve(bytes()));
  });

const redirection = (status: number): string =>
  status >= 300 && status < 400 ? "; redirects are not followed" : "";

function reason(error: unknown): string {
  const code = codeOf(error);
  return WORDS[code] ?? (code.startsWith("HPE_") ? "the answer is not HTTP" : redacted(messageOf(error)));
}
