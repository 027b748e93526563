import { expect, test } from "vitest";
import { Following } from "@/tests/support/following";
import fc from "@/tests/support/laws";
import { scaled } from "@/tests/support/scale";
import { withoutPermission } from "@/tests/support/watched-file";

const ACTS = {
  grow: 8,
  growPretty: 1,
  growWithBom: 1,
  growWithNaN: 1,
  changeLast: 3,
  dropFirst: 2,
  olderSnapshot: 1,
  writeHalf: 3,
  writeRest: 3,
  replace: 3,
  changeSameSizeAndTime: 3,
  swapLink: 1,
  truncate: 1,
  writeLatin1: 1,
  remove: 1,
  becomeDirectory: 1,
  becomeLoop: 1,
  pollWithoutPermission: 1,
  restart: 1,
  wait: 2,
  poll: 12,
};

type Act = keyof typeof ACTS;

const act = fc.oneof(
  ...Object.entries(ACTS).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name as Act) })),
);

interface Run {
  id: string;
  quarters: number;
}

/** Acts on one execution_roi.json, and knows what of it must be stored: the runs of every whole document at a look. */
class Schedule {
  /** Quarter dollars by run. Of two documents that were seen the one that was updated later is right. */
  readonly must = new Map<string, { quarters: number; updated: string }>();
  readonly #following: Following;
  #runs: Run[] = [];
  #made = 0;
  #updates = 0;

  constructor(following: Following) {
    this.#following = following;
  }

  async run(name: Act): Promise<void> {
    const { file, clock } = this.#following;
    const acts: Record<Act, () => unknown> = {
      grow: () => file.write(this.#grown()),
      growPretty: () =>
        file.write(JSON.stringify(JSON.parse(this.#grown()), null, 2).replaceAll("\n", "\r\n")),
      growWithBom: () => file.write(`\ufeff${this.#grown()}`),
      growWithNaN: () => file.write(this.#grown().replace('"roi_multiplier":1', '"roi_multiplier":NaN')),
      changeLast: () => {
        const last = this.#runs.pop();
        if (last) this.#runs.push({ ...last, quarters: last.quarters + 1 });
        file.write(this.#document());
      },
      dropFirst: () => {
        this.#runs = this.#runs.slice(1);
        file.write(this.#document());
      },
      olderSnapshot: () => file.write(this.#document("2026-01-01T00:00:00Z")),
      writeHalf: () => file.writeHalf(Buffer.from(this.#grown()), "write"),
      writeRest: () => file.rest(),
      replace: () => file.replace(this.#grown()),
      changeSameSizeAndTime: () => this.#changeDigit(),
      swapLink: () => file.swapLink(this.#grown()),
      truncate: () => file.truncate(0),
      writeLatin1: () => file.write(Buffer.from(`{"executions": ["caf\xe9"]}`, "latin1")),
      remove: () => file.remove(),
      becomeDirectory: () => file.becomeDirectory(),
      becomeLoop: () => file.becomeLoop(),
      pollWithoutPermission: () => this.#pollWithoutPermission(),
      restart: () => this.#following.restart(),
      wait: () => {
        clock.nowMs += 1500;
      },
      poll: () => this.poll(),
    };
    await acts[name]();
  }

  async poll(): Promise<void> {
    await this.#following.poll();
    const bytes = this.#following.file.bytes();
    const seen = bytes === null ? null : wholeDocument(bytes);
    for (const { id, quarters } of seen?.runs ?? []) {
      const known = this.must.get(id);
      const updated = seen?.updated ?? "";
      if (!known || updated >= known.updated) this.must.set(id, { quarters, updated });
    }
    this.#checkState(bytes !== null, seen !== null);
  }

  #checkState(isFile: boolean, isWhole: boolean): void {
    const { state, leftMs } = this.#following;
    const left = leftMs >= 5000;
    if (!isFile) expect(state).not.toBe("ok");
    else expect(state).toBe(isWhole ? "ok" : left ? "failing" : "retrying");
  }

  async #pollWithoutPermission(): Promise<void> {
    const { file } = this.#following;
    if (file.bytes() !== null) await withoutPermission(file, () => this.#following.poll());
  }

  #grown(): string {
    this.#made += 1;
    this.#runs.push({ id: `run-${this.#made}`, quarters: 1 + (this.#made % 7) });
    return this.#document();
  }

  #document(updated?: string): string {
    this.#updates += 1;
    const last_updated = updated ?? new Date(Date.UTC(2026, 10, 20) + this.#updates * 1000).toISOString();
    const executions = this.#runs.map(({ id, quarters }) => ({
      execution_id: id,
      agent: "writer_agent",
      start_time: "2026-11-20T10:00:00Z",
      end_time: "2026-11-20T10:00:01Z",
      llm_calls: [{ agent: "writer_agent", model: "gpt-4o", cost_usd: quarters / 4, roi_multiplier: 1 }],
    }));
    return JSON.stringify({ version: "1.0", summary: { last_updated }, executions });
  }

  /** Another cost in the place of one, without a trace in size and modification time. */
  #changeDigit(): void {
    const { file } = this.#following;
    const at = file.bytes()?.lastIndexOf('"cost_usd":0.25') ?? -1;
    if (at >= 0) file.overwrite(at + '"cost_usd":'.length, "7.25");
  }
}

function wholeDocument(bytes: Buffer): { updated: string; runs: Run[] } | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const { summary, executions } = JSON.parse(text.replaceAll("NaN", "null"));
    const runs = executions.map(({ execution_id, llm_calls }: never) => ({
      id: execution_id,
      quarters: (llm_calls as { cost_usd: number }[])[0]!.cost_usd * 4,
    }));
    return { updated: summary.last_updated, runs };
  } catch {
    return null;
  }
}

async function follows(acts: readonly Act[]): Promise<void> {
  const following = await Following.start("execution-roi");
  const schedule = new Schedule(following);
  try {
    for (const name of [...acts, "poll" as const]) await schedule.run(name);
    const { db } = following.app.store;
    const rows = await db.selectFrom("execution").select(["execution_id", "cost_nano"]).execute();
    const quarters = [...schedule.must].map(([id, run]) => [id, run.quarters]);
    expect(rows.map((row) => [row.execution_id, (row.cost_nano * 4) / 1e9]).sort()).toEqual(quarters.sort());
    const { executions, cost_usd } = await following.summary();
    const sum = quarters.reduce((total, [, run]) => total + Number(run) / 4, 0);
    expect({ executions, cost_usd }).toEqual({ executions: quarters.length, cost_usd: sum });
  } finally {
    await following.close();
  }
}

test("whatever happens to a document: what stood in it at a look is stored once, the latest word on each run", async () => {
  const acts = fc.array(act, { minLength: 20, maxLength: 40, size: "max" });
  await fc.assert(fc.asyncProperty(acts, follows), { numRuns: scaled(150) });
}, 600_000);
