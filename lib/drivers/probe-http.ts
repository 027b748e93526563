import { redacted } from "@/lib/domain/redact";
import {
  ANSWER_BYTES_MAX,
  codeOf,
  failed,
  messageOf,
  type ProbeAnswer,
  TOO_MUCH,
  tooLate,
} from "./probe-answer";

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection broke off",
  UND_ERR_SOCKET: "the connection broke off",
  EPIPE: "the connection broke off",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the host",
  UND_ERR_HEADERS_OVERFLOW: "headers too long",
};

/**
 * Asks an address once. The status says healthy (2xx) or unhealthy, for answers that say nothing themselves;
 * redirects are not followed. Never rejects; when the signal is aborted, it ends at once.
 */
export async function askHttp(
  { url, timeoutMs }: { url: string; timeoutMs: number },
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.any([signal, timeout]),
    });
    const body = await bodyOf(response);
    if (body === null) return failed(TOO_MUCH);
    return {
      kind: "answered",
      medium: "http",
      body,
      status: response.ok ? "healthy" : "unhealthy",
      remark: response.ok ? null : `answered ${response.status}${redirection(response)}`,
      broken: false,
    };
  } catch (error) {
    return timeout.aborted ? tooLate(timeoutMs) : failed(reason(error));
  }
}

const redirection = ({ status }: Response): string =>
  status >= 300 && status < 400 ? "; redirects are not followed" : "";

/** Null where it is longer than is taken; the connection is closed then. */
async function bodyOf({ body }: Response): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > ANSWER_BYTES_MAX) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` says "fetch failed"; what happened stands in the cause, which may be one of several addresses tried. */
function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const first = cause instanceof AggregateError ? (cause.errors[0] ?? cause) : cause;
  const code = codeOf(first);
  if (first instanceof Error && first.name === "HTTPParserError") return "the answer is not HTTP";
  return WORDS[code] ?? redacted(messageOf(first));
}
