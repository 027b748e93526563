import { expect, test } from "vitest";
import { Following, WithinReach } from "@/tests/support/following";
import fc from "@/tests/support/laws";
import { scaled } from "@/tests/support/scale";
import { withoutPermission } from "@/tests/support/watched-file";

const NEWLINE = 0x0a;
const BOM = "\ufeff";

const ACTS = {
  append: 6,
  appendMany: 1,
  appendCrlf: 1,
  appendBare: 2,
  appendHalf: 3,
  appendRest: 4,
  appendGarbage: 1,
  appendBadBytes: 1,
  createWithBom: 1,
  truncate: 1,
  truncatePart: 1,
  copyTruncate: 1,
  rotate: 2,
  rotateAndCreate: 2,
  remove: 1,
  removeAndCreate: 2,
  rewriteSameSizeAndTime: 2,
  swapLink: 1,
  becomeDirectory: 1,
  becomeLoop: 1,
  pollWithoutPermission: 1,
  restart: 2,
  wait: 2,
  poll: 12,
};

type Act = keyof typeof ACTS;

const act = fc.oneof(
  ...Object.entries(ACTS).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Act) })),
);

/** Acts on one file of lines, and knows what of it must be stored: every whole line that a look could reach. */
class Schedule {
  readonly must = new Set<string>();
  readonly written = new Set<string>();
  readonly #following: Following;
  readonly #reach: WithinReach;

  constructor(following: Following) {
    this.#following = following;
    this.#reach = new WithinReach(following.file.path);
  }

  async run(name: Act): Promise<void> {
    const { file, clock } = this.#following;
    const acts: Record<Act, () => unknown> = {
      append: () => file.append(`${this.#line()}\n`),
      appendMany: () => file.append(Array.from({ length: 40 }, () => `${this.#line()}\n`).join("")),
      appendCrlf: () => file.append(`${this.#line()}\r\n`),
      appendBare: () => file.append(`\n${this.#line()}`),
      appendHalf: () => file.writeHalf(Buffer.from(`${this.#line()}\n`), "append"),
      appendRest: () => file.rest(),
      appendGarbage: () => file.append('{"topic": tr\n'),
      appendBadBytes: () => file.append(Buffer.from([0x7b, 0xe9, 0xff, 0x0a])),
      createWithBom: () => file.replace(`${BOM}${this.#line()}\n`),
      truncate: () => file.truncate(0),
      truncatePart: () => file.truncate((file.bytes()?.length ?? 0) - 20),
      copyTruncate: () => file.copyTruncate(),
      rotate: () => file.rotate(),
      rotateAndCreate: () => {
        file.rotate();
        file.append(`${this.#line()}\n`);
      },
      remove: () => file.remove(),
      removeAndCreate: () => {
        file.remove();
        file.append(`${this.#line()}\n`);
      },
      rewriteSameSizeAndTime: () => this.#rewriteLast(),
      swapLink: () => file.swapLink(`${this.#line()}\n`),
      becomeDirectory: () => file.becomeDirectory(),
      becomeLoop: () => file.becomeLoop(),
      pollWithoutPermission: () => this.#pollWithoutPermission(),
      restart: () => this.#restart(),
      wait: () => {
        clock.nowMs += 1500;
      },
      poll: () => this.poll(),
    };
    await acts[name]();
  }

  async poll(): Promise<void> {
    await this.#following.poll();
    for (const bytes of this.#reach.look(this.#following.state === "ok"))
      for (const topic of topicsOf(bytes)) this.must.add(topic);
    this.#checkState(this.#following.file.bytes());
  }

  close = () => this.#reach.close();

  #checkState(bytes: Buffer | null): void {
    const { state, leftMs } = this.#following;
    const unfinished = bytes?.subarray(bytes.lastIndexOf(NEWLINE) + 1) ?? Buffer.of();
    const torn = unfinished.length > 0 && topicsOf(unfinished).length === 0;
    const left = leftMs >= 5000;
    if (bytes === null) expect(state).not.toBe("ok");
    else expect(state).toBe(torn ? (left ? "failing" : "retrying") : "ok");
  }

  async #pollWithoutPermission(): Promise<void> {
    const { file } = this.#following;
    if (file.bytes() === null) return;
    await withoutPermission(file, async () => {
      await this.#following.poll();
      expect(this.#following.state).toBe("failing");
    });
  }

  async #restart(): Promise<void> {
    await this.#following.restart();
    this.#reach.restart();
  }

  #line(): string {
    const topic = `t${String(this.written.size).padStart(6, "0")}`;
    this.written.add(topic);
    return JSON.stringify({ timestamp: "2026-11-20T10:00:00Z", topic, total_cost_usd: 0.25 });
  }

  /** Another topic in the last line. What lies further back than the follower remembers is left alone. */
  #rewriteLast(): void {
    const { file } = this.#following;
    const at = file.bytes()?.lastIndexOf('"t0') ?? -1;
    if (at < 0 || (file.bytes()?.length ?? 0) - at > 900) return;
    const { topic } = JSON.parse(this.#line());
    file.overwrite(at + 1, topic);
  }
}

function topicsOf(bytes: Buffer): string[] {
  const lines = bytes.toString("latin1").split("\n");
  return lines.flatMap((line) => {
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(line, "latin1"));
      return [JSON.parse(text).topic ?? []].flat();
    } catch {
      return [];
    }
  });
}

async function stored(following: Following): Promise<string[]> {
  const rows = await following.app.store.db.selectFrom("article_cost").select("topic").execute();
  return rows.map((row) => row.topic);
}

async function follows(acts: readonly Act[]): Promise<void> {
  const following = await Following.start("article-costs");
  const schedule = new Schedule(following);
  try {
    for (const name of [...acts, "poll" as const]) await schedule.run(name);
    const topics = await stored(following);
    expect(new Set(topics).size).toBe(topics.length);
    expect(schedule.must.difference(new Set(topics))).toEqual(new Set());
    expect(new Set(topics).difference(schedule.written)).toEqual(new Set());
    const { articles, cost_usd } = await following.summary();
    expect({ articles, cost_usd }).toEqual({ articles: topics.length, cost_usd: topics.length / 4 });
  } finally {
    schedule.close();
    await following.close();
  }
}

test("whatever happens to a file of lines: what a look could reach is stored once, and only that", async () => {
  const acts = fc.array(act, { minLength: 20, maxLength: 40, size: "max" });
  await fc.assert(fc.asyncProperty(acts, follows), { numRuns: scaled(150) });
}, 600_000);
