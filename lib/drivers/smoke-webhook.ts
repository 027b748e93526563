import type { IncomingMessage } from "node:http";
import { lastLines, NOTHING_SAID, saidIn } from "@/lib/domain/smoke-answer";
import { harmless, withoutSecrets } from "./notify-outcome";
import { type Post, reason, responseTo, secretsOf } from "./notify-webhook";
import { gathered } from "./probe-output";
import { type SmokeJob, tooLong, unwritten, type Written } from "./smoke-job";

const ANSWER_BYTES_MAX = 1024 * 1024;

interface Setting {
  url: string;
  /** What it is signed with; null: it is not signed. */
  secret: string | null;
  timeoutMs: number;
}

/**
 * Asks whoever writes articles for one, and waits for it. 2xx is well; a body of JSON may say the cost, the seconds, an
 * output or an error. Signed, guarded and sent once as a notification is; redirects are not followed. Never rejects.
 */
export async function wroteByWebhook(
  { url, secret, timeoutMs }: Setting,
  job: SmokeJob,
  atMs: number,
  signal: AbortSignal,
): Promise<Written> {
  const { run, topic, environment, version, number } = job;
  const body = JSON.stringify({ run, topic, environment, version });
  const post = { url, secret: secret ?? undefined, key: `${run}:${number}`, body, atMs, timeoutMs };
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await responseTo(post, AbortSignal.any([signal, timeout]));
    return answerOf(response.statusCode ?? 0, await bodyOf(response), post);
  } catch (error) {
    if (signal.aborted) return unwritten("stopped");
    return unwritten(timeout.aborted ? tooLong(timeoutMs) : reason(error, post));
  }
}

function answerOf(status: number, body: string | null, post: Post): Written {
  const secrets = secretsOf(post);
  if (status >= 300 && status < 400) return unwritten(`answered ${status}; redirects are not followed`);
  if (body === null) return unwritten(`answered ${status} with more than 1 MiB`);
  const said = saidIn(body) ?? { ...NOTHING_SAID, output: body };
  const output = lastLines(withoutSecrets(said.output ?? "", secrets));
  const error = said.error === null ? null : harmless(said.error, secrets);
  if (status >= 200 && status < 300)
    return { ok: error === null, error, output, costUsd: said.costUsd, seconds: said.seconds };
  return unwritten(error === null ? `answered ${status}` : `answered ${status}: ${error}`, output);
}

/** Null where it is longer than is taken. An answer that breaks off is none: what it says of the article is not known. */
const bodyOf = (response: IncomingMessage): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const { bytes, overflowing } = gathered(response, ANSWER_BYTES_MAX);
    overflowing.then(() => resolve(null));
    response.on("error", reject);
    response.on("end", () => resolve(bytes().toString()));
  });
