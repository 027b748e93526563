import { copyFileSync, renameSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { Following } from "@/tests/support/following";
import { PLANTED } from "@/tests/support/secrets";
import { stored, summed } from "@/tests/support/stored-errors";

const error = (message: string) => `2026-11-20 10:00:00,123 - economist_flow - ERROR - ${message}\n`;
const INFO = "2026-11-20 10:00:00,123 - economist_flow - INFO - all is well\n";
const TRACEBACK =
  'Traceback (most recent call last):\n  File "flow.py", line 3, in run\nanthropic.RateLimitError: Error code: 429\n';

async function started(): Promise<Following> {
  const following = await Following.start("log");
  onTestFinished(() => following.close());
  return following;
}

const messages = async (following: Following) => (await stored(following)).map(({ message }) => message);

describe("an entry that is still being written", () => {
  test("is taken at once, and read again when its traceback comes", async () => {
    const following = await started();
    following.file.append(error("Stage failed"));
    await following.poll();
    expect(await stored(following)).toMatchObject([
      { message: "Stage failed", detail: null, class: "integration" },
    ]);
    for (const line of TRACEBACK.match(/.+\n/g) ?? []) {
      following.file.append(line);
      await following.poll();
    }
    following.file.append(INFO);
    await following.poll();
    expect(await stored(following)).toEqual([
      { message: "Stage failed", detail: TRACEBACK.trim(), class: "llm_api", kind: "rate_limit" },
    ]);
    expect(await summed(following)).toBe(1);
  });

  test("waits for the end of its line, until the line was left so for five seconds", async () => {
    const following = await started();
    following.file.append(`${error("first")}${error("second, api_key=hunt").trimEnd()}`);
    await following.poll();
    expect(await messages(following)).toEqual(["first"]);
    following.clock.nowMs += 4999;
    await following.poll();
    expect(await messages(following)).toEqual(["first"]);
    following.clock.nowMs += 1;
    await following.poll();
    expect(await messages(following)).toEqual(["first", "second, api_key=[redacted]"]);
    following.file.append("er2 and more\n");
    await following.poll();
    expect(await messages(following)).toEqual(["first", "second, api_key=[redacted] and more"]);
    expect(following.state).toBe("ok");
  });

  test("is taken as it is when the file leaves its path", async () => {
    const following = await started();
    following.file.append(error("first"));
    await following.poll();
    following.file.append(error("second").trimEnd());
    following.file.rotate();
    following.file.append(error("third"));
    await following.poll();
    expect(await messages(following)).toEqual(["first", "second", "third"]);
  });

  test("keeps its traceback when the file is rotated in the middle of it", async () => {
    const following = await started();
    following.file.append(`${error("first")}Traceback (most recent call last):\n`);
    await following.poll();
    following.file.append("ValueError: 7\n");
    following.file.rotate();
    following.file.append(error("second"));
    await following.poll();
    expect(await stored(following)).toMatchObject([
      { message: "first", detail: "Traceback (most recent call last):\nValueError: 7" },
      { message: "second", detail: null },
    ]);
  });

  test("is another one where another stands in its place, and itself where only its traceback was cut", async () => {
    const following = await started();
    following.file.append(`${INFO}${error("first")}${TRACEBACK}`);
    await following.poll();
    following.file.truncate(INFO.length + error("first").length + 5);
    await following.poll();
    expect(await stored(following)).toMatchObject([{ message: "first", detail: null }]);
    following.file.truncate(INFO.length);
    following.file.append(error("other"));
    await following.poll();
    expect(await messages(following)).toEqual(["first", "other"]);
  });
});

describe("equal lines are as many errors as there are lines", () => {
  const MANY = 20_000;

  test("20,000 at once, with a restart in the middle, and once more after a rotation", async () => {
    const following = await started();
    following.file.append(error("the same again").repeat(MANY));
    await following.poll();
    await following.restart();
    following.file.append(error("the same again").repeat(10));
    await following.poll();
    expect(await messages(following)).toHaveLength(MANY + 10);
    following.file.rotate();
    following.file.append(error("the same again").repeat(MANY + 20));
    await following.restart();
    await following.poll();
    expect(await messages(following)).toHaveLength(2 * MANY + 30);
    expect(await summed(following)).toBe(2 * MANY + 30);
  });

  test("copied and truncated, deleted and created, looked at each time", async () => {
    const following = await started();
    const { file } = following;
    let lines = 0;
    const grow = async (count: number) => {
      file.append(error("the same again").repeat(count));
      lines += count;
      await following.poll();
      expect(await messages(following)).toHaveLength(lines);
    };
    await grow(5);
    file.copyTruncate();
    await following.poll();
    await grow(5);
    file.truncate(0);
    await following.poll();
    await grow(7);
    file.remove();
    await following.poll();
    await grow(7);
    await following.restart();
    await grow(1);
  });

  test("a copy of a file in its place is the same file", async () => {
    const following = await started();
    const { file } = following;
    for (const lines of [1, 2, 40]) {
      file.append(error("the same again").repeat(lines));
      await following.poll();
      copyFileSync(file.path, `${file.folder}/copy`);
      renameSync(`${file.folder}/copy`, file.path);
      if (lines === 2) await following.restart();
      await following.poll();
    }
    file.append(error("another"));
    await following.poll();
    expect(await messages(following)).toHaveLength(44);
  });
});

test("a store that fails in the middle of many lines, and a start after it, count none of them twice", async () => {
  const following = await started();
  following.file.append(error("the same again").repeat(1200));
  const { store } = following.app;
  let batches = 0;
  const write = store.write.bind(store);
  Object.assign(store, {
    write: (...args: Parameters<typeof write>) => {
      batches += 1;
      if (batches === 3) throw Object.assign(new Error("no"), { code: "storage-unavailable" });
      return write(...args);
    },
  });
  await following.poll();
  const before = (await messages(following)).length;
  expect(before).toBe(500);
  await following.restart();
  await following.poll();
  expect(await messages(following)).toHaveLength(1200);
});

test("an entry or a line longer than a piece is cut, and what comes after it is read", async () => {
  const following = await started();
  const line = "x".repeat(1000);
  following.file.append(
    error("long traceback") + `  ${line}\n`.repeat(2500) + error(`long line ${line.repeat(3000)}`),
  );
  following.file.append(`${error("after")}${line.repeat(2500)}ERROR:root:forged\n${error("last")}`);
  await following.poll();
  const rows = await stored(following);
  expect(rows.map(({ message }) => message.slice(0, 14))).toEqual([
    "long traceback",
    "long line xxxx",
    "after",
    "last",
  ]);
  expect(rows.every(({ detail }) => (detail?.length ?? 0) <= 16_384)).toBe(true);
});

test("what is left of a line that is too long cannot pass for a line, wherever it is cut", async () => {
  const following = await started();
  following.file.append(`${"x".repeat(1024 * 1024)}ERROR:root:forged\n${error("first")}`);
  await following.poll();
  expect(await stored(following)).toMatchObject([{ message: "first" }]);
});

test("a byte order mark, CRLF, NUL and bytes that are no UTF-8 lose no error", async () => {
  const following = await started();
  following.file.append(`\ufeff${error("first").trimEnd()}\r\n  detail\r\n`);
  following.file.append(Buffer.from(`${error("sec\0ond")}`.replace("\n", "\xe9\n"), "latin1"));
  following.file.append(error("third"));
  await following.poll();
  expect(await stored(following)).toMatchObject([
    { message: "first", detail: "  detail" },
    { message: "second\ufffd" },
    { message: "third" },
  ]);
});

test("no planted secret reaches the store", async () => {
  const following = await started();
  following.file.append(PLANTED.map(([text]) => `${error(text)}ValueError: ${text}\n`).join(""));
  await following.poll();
  const rows = JSON.stringify([await stored(following), await following.shown()]);
  expect(await messages(following)).toHaveLength(PLANTED.length);
  expect(PLANTED.filter(([, secret]) => rows.includes(secret))).toEqual([]);
});

test("a source whose log has no errors is alive", async () => {
  const following = await started();
  following.file.append(INFO.repeat(3));
  following.clock.nowMs += 1000;
  await following.poll();
  const { last_change_ms } = await following.app.store.db
    .selectFrom("source")
    .select("last_change_ms")
    .executeTakeFirstOrThrow();
  expect(last_change_ms).toBe(following.clock.nowMs);
});

test("a log that the content tells is followed", async () => {
  const following = await started();
  writeFileSync(following.file.path, INFO + error("first"));
  await following.poll();
  expect(await following.shown()).toMatchObject({ kind: "log", state: "ok", accepted: 1 });
});
