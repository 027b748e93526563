import { redacted } from "@/lib/domain/redact";
import { lastLines, saidLast } from "@/lib/domain/smoke-answer";
import { endWords, ranInGroup } from "./group-process";
import { lastOf } from "./probe-output";
import { type SmokeJob, tooLong, unwritten, type Written } from "./smoke-job";

/** A pipeline may log as much as it likes: of it this much is held, and the rest passed over. */
const OUTPUT_BYTES = 64 * 1024;
const REMARK_BYTES = 4096;

interface Setting {
  command: readonly string[];
  /** Absolute. */
  cwd: string;
  timeoutMs: number;
  graceMs?: number;
}

/**
 * Lets a command write one article. Exit code 0 is well; what it costs may stand in the last line of JSON that it prints.
 * Never rejects; when the signal is aborted, it is killed at once with all that it started.
 */
export async function wroteByCommand(setting: Setting, job: SmokeJob, signal: AbortSignal): Promise<Written> {
  let out = (): Buffer => Buffer.alloc(0);
  let err = (): Buffer => Buffer.alloc(0);
  const { topic, environment, version, run } = job;
  const ended = await ranInGroup(
    {
      ...setting,
      command: setting.command.map((word) => filled(word, job)),
      env: { SMOKE_TOPIC: topic, SMOKE_ENVIRONMENT: environment, SMOKE_VERSION: version, SMOKE_RUN: run },
    },
    (stdout, stderr) => {
      out = lastOf(stdout, OUTPUT_BYTES);
      err = lastOf(stderr, REMARK_BYTES);
      return null;
    },
    signal,
  );
  if (ended.kind === "not-started") return unwritten(ended.error);
  const said = text(out());
  const told = [said, text(err())].map((part) => part.trimEnd()).filter((part) => part !== "");
  const output = lastLines(redacted(told.join("\n")));
  if (ended.kind === "cut")
    return unwritten(ended.cut === "late" ? tooLong(setting.timeoutMs) : "stopped", output);
  const { costUsd, seconds, error } = saidLast(said);
  const why = ended.code === 0 ? error : (error ?? endWords(ended));
  return { ok: why === null, error: why === null ? null : redacted(why), output, costUsd, seconds };
}

/** Each placeholder once, and never what another has put in: a topic may hold braces. */
const filled = (word: string, { topic, environment }: SmokeJob): string =>
  word.replaceAll(/\{(topic|environment)\}/g, (_, name) => (name === "topic" ? topic : environment));

const text = (bytes: Buffer): string => new TextDecoder().decode(bytes);
