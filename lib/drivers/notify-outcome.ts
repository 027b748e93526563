import { redacted } from "@/lib/domain/redact";

/** What came of one try to tell a receiver. `said` is for people, without secrets. */
export interface Outcome {
  delivered: boolean;
  said: string;
  /** It was understood, and is not wanted as it is: another try says the same. */
  refused: boolean;
  /** How long the receiver asks to be left alone, in milliseconds; null where it does not. */
  waitMs: number | null;
  /** What did not go as it should although it was delivered; null where there is nothing to say. */
  remark: string | null;
}

export const taken = (said: string, remark: string | null = null): Outcome => ({
  ...{ delivered: true, said, refused: false, waitMs: null, remark },
});

export const notTaken = (
  said: string,
  { refused = false, waitMs = null }: { refused?: boolean; waitMs?: number | null } = {},
): Outcome => ({ delivered: false, said, refused, waitMs, remark: null });

/** What the system's codes mean. */
export const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection broke off",
  EPIPE: "the connection broke off",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the host's name could not be looked up",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the host",
  HPE_HEADER_OVERFLOW: "the answer's headers are too long",
};

const SAID_MAX = 200;
/** Shorter ones are words that stand anywhere. */
const SECRET_MIN = 4;

/** A text without any of what was sent as a secret, and without what looks like one. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const known = secrets
    .flatMap((secret) => (secret === undefined ? [] : [secret, encodeURIComponent(secret), base64(secret)]))
    .filter((secret) => secret.length >= SECRET_MIN)
    .sort((a, b) => b.length - a.length);
  return redacted(known.reduce((said, secret) => said.replaceAll(secret, "[hidden]"), text));
}

/** What a receiver says, on one line, short, and without any of what was sent to it as a secret. */
export function harmless(text: string, secrets: readonly (string | undefined)[]): string {
  const hidden = withoutSecrets(text, secrets);
  const line = redacted(hidden.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim());
  return line.length <= SAID_MAX ? line : `${line.slice(0, SAID_MAX - 1)}…`;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
