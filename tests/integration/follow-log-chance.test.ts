import { expect, test } from "vitest";
import { Following } from "@/tests/support/following";
import fc from "@/tests/support/laws";
import { LogWriter } from "@/tests/support/log-writer";
import { scaled } from "@/tests/support/scale";
import { stored, summed } from "@/tests/support/stored-errors";

const ACTS = {
  error: [6, (log: LogWriter) => log.error()],
  errorCrlf: [1, (log: LogWriter) => log.error("\r\n")],
  untimedError: [2, (log: LogWriter) => log.untimedError()],
  errors: [1, (log: LogWriter) => Array.from({ length: 40 }, () => log.error())],
  info: [3, (log: LogWriter) => log.info(2)],
  traceback: [5, (log: LogWriter) => log.traceback()],
  half: [2, (log: LogWriter) => log.half(false)],
  earlyHalf: [2, (log: LogWriter) => log.half(true)],
  rest: [3, (log: LogWriter) => log.rest()],
  rotate: [3, (log: LogWriter) => log.rotate()],
  copyTruncate: [1, (log: LogWriter) => log.copyTruncate()],
  truncate: [1, (log: LogWriter) => log.truncate()],
  remove: [1, (log: LogWriter) => log.remove()],
  replaceByCopy: [1, (log: LogWriter) => log.replaceByCopy()],
} as const;

type Act = keyof typeof ACTS | "poll" | "wait" | "restart";

const act = fc.oneof(
  ...Object.entries(ACTS).map(([name, [weight]]) => ({ weight, arbitrary: fc.constant(name as Act) })),
  { weight: 10, arbitrary: fc.constant<Act>("poll") },
  { weight: 1, arbitrary: fc.constant<Act>("wait") },
  { weight: 2, arbitrary: fc.constant<Act>("restart") },
);

async function follows(acts: readonly Act[]): Promise<void> {
  const following = await Following.start("log");
  const log = new LogWriter(following.file.path);
  try {
    for (const name of [...acts, "poll" as const]) {
      if (name === "poll") {
        await following.poll();
        log.looked();
      } else if (name === "wait") {
        following.clock.nowMs += 5000;
      } else if (name === "restart") {
        await following.restart();
        log.restarted();
      } else ACTS[name][1](log);
    }
    const rows = await stored(following);
    const ids = rows.map(({ message }) => message.slice(0, 6));
    expect(new Set(ids).size).toBe(ids.length);
    log.must.delete("");
    expect(log.must.difference(new Set(ids))).toEqual(new Set());
    expect(new Set(ids).difference(log.written)).toEqual(new Set());
    const details = new Map(rows.map(({ detail }, index) => [ids[index], detail]));
    for (const { id, detail } of log.standing()) {
      if (id !== "") expect(details.get(id)).toBe(detail.length === 0 ? null : detail.join("\n"));
    }
    expect(await summed(following)).toBe(rows.length);
  } finally {
    await following.close();
  }
}

test("whatever happens to a log: each error that a look could reach is stored once, and only those", async () => {
  const acts = fc.array(act, { minLength: 20, maxLength: 40, size: "max" });
  await fc.assert(fc.asyncProperty(acts, follows), { numRuns: scaled(60) });
}, 600_000);
