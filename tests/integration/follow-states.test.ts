import { execFileSync } from "node:child_process";
import { rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { racy } from "@/lib/server/follow/stamp";
import { Following } from "@/tests/support/following";
import { until } from "@/tests/support/until";
import { type WatchedFile, withoutPermission } from "@/tests/support/watched-file";
import { heldWriteLock } from "@/tests/support/write-lock";

const line = (topic: string) =>
  `${JSON.stringify({ timestamp: "2026-11-20T10:00:00Z", topic, total_cost_usd: 0.25 })}\n`;

async function started(kind: "article-costs" | "execution-roi"): Promise<Following> {
  const following = await Following.start(kind);
  onTestFinished(() => following.close());
  return following;
}

const topics = async (following: Following) => {
  const { db } = following.app.store;
  return (await db.selectFrom("article_cost").select("topic").orderBy("topic").execute()).map(
    (row) => row.topic,
  );
};

/** Lets the clock run until the work is done, which also reads real files. */
async function elapsing(work: Promise<void>): Promise<void> {
  let done = false;
  void work.finally(() => {
    done = true;
  });
  while (!done) {
    await vi.advanceTimersByTimeAsync(100);
    await new Promise(setImmediate);
  }
}

test("half a document is being written for five seconds, then it is bad, until it is whole", async () => {
  const following = await started("execution-roi");
  const { file, clock } = following;
  file.writeHalf(Buffer.from('{"version":"1.0","executions":[]}'), "write");
  await following.poll();
  clock.nowMs += 4999;
  await following.poll();
  expect(await following.shown()).toMatchObject({ state: "retrying", last_error: null });
  clock.nowMs += 1;
  await following.poll();
  expect(await following.shown()).toMatchObject({
    state: "failing",
    last_error: {
      message: expect.stringMatching(/^line 1, column \d+: the text ends before the JSON does$/),
    },
  });
  file.rest();
  await following.poll();
  expect(await following.shown()).toMatchObject({ state: "ok" });
});

test("a document that is rewritten all the time is never called bad for being caught in the middle", async () => {
  const following = await started("execution-roi");
  for (let rewrite = 0; rewrite < 12; rewrite += 1) {
    following.file.write(`{"executions":[${"1,".repeat(rewrite)}`);
    await following.poll();
    expect(await following.shown()).toMatchObject({ state: "retrying", last_error: null });
    following.clock.nowMs += 4000;
  }
});

test("a document that is never whole for a minute is bad, however often it is rewritten", async () => {
  const following = await started("execution-roi");
  for (let rewrite = 0; rewrite < 16; rewrite += 1) {
    following.file.write(`{"executions":[${"1,".repeat(rewrite)}`);
    await following.poll();
    following.clock.nowMs += 4000;
  }
  expect(following.state).toBe("failing");
});

test("a file that may not be read says so, and is read once it may", async () => {
  const following = await started("article-costs");
  following.file.write(line("a"));
  await withoutPermission(following.file, () => following.poll());
  expect(await following.shown()).toMatchObject({
    state: "failing",
    last_error: { message: "no permission to read the file" },
  });
  await following.poll();
  expect(following.state).toBe("ok");
  expect(await topics(following)).toEqual(["a"]);
});

test.each([
  ["a directory", (path: string) => execFileSync("mkdir", [path]), /directory/],
  ["a pipe", (path: string) => execFileSync("mkfifo", [path]), /no regular file/],
  ["a link to itself", (path: string) => symlinkSync(path, path), /ELOOP/],
])("%s in the place of a file is said, and what was read before stays", async (_, place, message) => {
  const following = await started("article-costs");
  const { file, clock } = following;
  file.write(line("a"));
  await following.poll();
  file.remove();
  place(file.path);
  await following.poll();
  clock.nowMs += 5000;
  await following.poll();
  expect(await following.shown()).toMatchObject({
    state: "failing",
    accepted: 1,
    last_error: { message: expect.stringMatching(message) },
  });
  rmSync(file.path, { recursive: true });
  file.write(line("b"));
  await following.poll();
  expect(following.state).toBe("ok");
  expect(await topics(following)).toEqual(["a", "b"]);
});

test("right after a write a file is looked at again, because the next write may be stamped alike", () => {
  const stats = statSync(".", { bigint: true });
  const writtenMs = Number(stats.ctimeMs);
  expect(
    [-3_600_000, -10, 0, 10, 49, 50, 3_600_000].map((laterMs) => racy(stats, writtenMs + laterMs)),
  ).toEqual([false, true, true, true, true, false, false]);
});

test.each([
  ["in place", (file: WatchedFile) => file.overwrite(file.bytes()?.indexOf('"a"') ?? -1, '"b"')],
  [
    "by another file",
    (file: WatchedFile) => {
      const { mtimeMs } = statSync(file.path);
      file.replace(line("b"));
      utimesSync(file.path, mtimeMs / 1000, mtimeMs / 1000);
    },
  ],
])(
  "a change %s that keeps size and modification time is seen, long after the last one",
  async (_, change) => {
    const following = await started("article-costs");
    const { file } = following;
    file.write(line("a"));
    await until(() => expect(racy(statSync(file.path, { bigint: true }), Date.now())).toBe(false));
    await following.poll();
    const { size, mtimeMs } = statSync(file.path);
    change(file);
    expect(statSync(file.path)).toMatchObject({ size, mtimeMs });
    await following.poll();
    expect(await topics(following)).toEqual(["a", "b"]);
  },
);

test("a file that is gone is waited for, and is no error", async () => {
  const following = await started("article-costs");
  await following.poll();
  expect(await following.shown()).toMatchObject({ state: "waiting", last_error: null });
});

test("after a restart the rest of a rotated file is found, whatever else stands beside it", async () => {
  const following = await started("article-costs");
  const { file } = following;
  file.append(line("a"));
  await following.poll();
  file.append(line("b"));
  symlinkSync("nowhere", `${file.path}.0-dangling`);
  file.rotate();
  file.append(line("c"));
  await following.restart();
  await following.poll();
  expect(await topics(following)).toEqual(["a", "b", "c"]);
});

test("what is written to a file that is then deleted for good is read", async () => {
  const following = await started("article-costs");
  following.file.append(line("a"));
  await following.poll();
  following.file.append(line("b"));
  following.file.remove();
  await following.poll();
  expect(following.state).toBe("waiting");
  expect(await topics(following)).toEqual(["a", "b"]);
});

test("a store that cannot be written is not the source's fault, and a rotation meanwhile loses nothing", async () => {
  const following = await started("article-costs");
  const { file } = following;
  file.append(line("a"));
  await following.poll();
  file.append(line("b"));
  const release = heldWriteLock(following.app.databaseFile);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  for (const rotation of ["c", "d"]) {
    await elapsing(following.poll());
    expect(await following.shown()).toMatchObject({ state: "retrying", last_error: null });
    if (rotation === "c") file.rotate();
    file.append(line(rotation));
  }
  vi.useRealTimers();
  release();
  await following.poll();
  expect(await following.shown()).toMatchObject({ state: "ok", last_error: null });
  expect(await topics(following)).toEqual(["a", "b", "c", "d"]);
});

test("what was wrong with earlier lines stays to be seen; of a document only what is wrong now", async () => {
  const lines = await started("article-costs");
  lines.file.write(`{"topic":"no time"}\n${line("first")}`);
  await lines.poll();
  lines.file.append(line("second"));
  await lines.poll();
  expect(await lines.shown()).toMatchObject({
    accepted: 2,
    rejected: 1,
    rejections: [{ path: "[0].timestamp" }],
  });

  const document = await started("execution-roi");
  const run = { execution_id: "a", start_time: "2026-11-20T10:00:00", llm_calls: [{ input_tokens: -1 }] };
  for (const agent of ["x", "y"]) {
    document.file.write(JSON.stringify({ version: "1.0", executions: [{ ...run, agent }] }));
    await document.poll();
  }
  expect(await document.shown()).toMatchObject({ rejected: 1, rejections: [{}] });
  document.file.write(JSON.stringify({ version: "1.0", executions: [{ ...run, llm_calls: [] }] }));
  await document.poll();
  expect(await document.shown()).toMatchObject({ rejected: 0, rejections: [] });
});
