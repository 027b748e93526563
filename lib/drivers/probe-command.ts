import { redacted } from "@/lib/domain/redact";
import type { HealthStatus } from "@/lib/domain/signals";
import { endWords, type GroupCommand, ranInGroup } from "./group-process";
import { ANSWER_BYTES_MAX, failed, type ProbeAnswer, TOO_MUCH, tooLate } from "./probe-answer";
import { type Gathered, gathered, lastOf } from "./probe-output";

const REMARK_BYTES = 2048;

/** By agreement of the pipeline's health check; every other exit code is a check that broke. */
const STATUS_OF_EXIT = new Map<number | null, HealthStatus>([
  [0, "healthy"],
  [1, "degraded"],
  [2, "unhealthy"],
]);

export type CommandQuestion = Omit<GroupCommand, "env">;

/** Runs a command once, and takes what it writes. Never rejects; when the signal is aborted, it is killed at once. */
export async function askCommand(question: CommandQuestion, signal: AbortSignal): Promise<ProbeAnswer> {
  let output: Gathered | null = null;
  let remark = (): Buffer => Buffer.alloc(0);
  const ended = await ranInGroup(
    question,
    (out, err) => {
      output = gathered(out, ANSWER_BYTES_MAX);
      remark = lastOf(err, REMARK_BYTES);
      return output.overflowing;
    },
    signal,
  );
  if (ended.kind === "not-started") return failed(ended.error);
  if (ended.kind === "ended") return answerOf(ended, bytesOf(output), words(remark()));
  if (ended.cut === "stopped") return failed("stopped");
  return ended.cut === "late" ? tooLate(question.timeoutMs) : failed(TOO_MUCH);
}

const bytesOf = (output: Gathered | null): Buffer => output?.bytes() ?? Buffer.alloc(0);

const words = (bytes: Buffer): string | null => redacted(new TextDecoder().decode(bytes)).trim() || null;

function answerOf(exit: Parameters<typeof endWords>[0], body: Buffer, remark: string | null): ProbeAnswer {
  const status = STATUS_OF_EXIT.get(exit.code);
  if (status !== undefined)
    return {
      kind: "answered",
      medium: "command",
      body,
      status,
      remark: status === "healthy" ? null : remark,
      broken: false,
    };
  const ended = endWords(exit);
  return {
    kind: "answered",
    medium: "command",
    body,
    status: "unhealthy",
    remark: remark === null ? ended : `${ended}: ${remark}`,
    broken: true,
  };
}
