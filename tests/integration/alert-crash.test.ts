import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open";
import { STEPS } from "@/tests/support/alert-story";
import { compiled } from "@/tests/support/compiled";
import fc from "@/tests/support/laws";
import { scaled } from "@/tests/support/scale";

async function stage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-alert-crash-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const config = [
    "timezone: UTC",
    "notify: [{ kind: webhook, url: 'http://127.0.0.1:1/hook' }]",
    "flags: { file: flags.json }",
    "rules: [{ name: memory, no_data: alert }, { name: api-error-rate, clear_for: 5m }]",
  ];
  await writeFile(join(folder, "greenlight.yaml"), [...config, ""].join("\n"));
  return folder;
}

/** Plays the story on; killed so many milliseconds after that minute of it, where that comes. Whether it got to its end. */
async function played(folder: string, kill: { afterStep: number; ms: number } | null): Promise<boolean> {
  const child = spawn(process.execPath, [await compiled("tests/support/alert-core.ts"), folder]);
  let [out, wrong] = ["", ""];
  child.stderr.on("data", (piece) => (wrong += piece));
  child.stdout.on("data", (piece) => {
    const before = Number(out.trimEnd().split("\n").at(-1));
    out += piece;
    const now = Number(out.trimEnd().split("\n").at(-1));
    if (kill !== null && before < kill.afterStep && now >= kill.afterStep)
      setTimeout(() => child.kill("SIGKILL"), kill.ms);
  });
  const [code] = await once(child, "exit");
  if (code !== null) expect({ code, wrong }).toEqual({ code: 0, wrong: "" });
  return code === 0;
}

async function outcome(folder: string) {
  const { db, close } = await openStore(join(folder, "data", "greenlight.db"));
  const queue = await db.selectFrom("notification").select(["key", "payload"]).orderBy("id").execute();
  const history = await db.selectFrom("alert_event").select(["kind", "rule"]).orderBy("id").execute();
  const switches = await db
    .selectFrom("event")
    .select(["subject", "after"])
    .where("action", "=", "flag.switched")
    .orderBy("id")
    .execute();
  const alerts = await db.selectFrom("alert").select(["rule", "state"]).orderBy("rule").execute();
  await close();
  const told = queue.map(({ payload }) => JSON.parse(payload));
  return {
    keys: queue.map(({ key }) => key),
    // A restart may put off what had to last for a minute, and so change which of two comes first.
    told: told.map(({ kind, alerts: [{ rule }] }) => `${rule} ${kind}`).sort(),
    history: history.map(({ kind, rule }) => `${rule} ${kind}`).sort(),
    switches,
    alerts,
    file: JSON.parse(await readFile(join(folder, "flags.json"), "utf8")),
  };
}

const moment = fc.record({
  afterStep: fc.integer({ min: 2, max: STEPS - 5 }),
  ms: fc.integer({ min: 0, max: 40 }),
});

test(
  "killed at any moment, the alerts tell and do what they would have: nothing twice, nothing lost",
  async () => {
    const whole = await stage();
    expect(await played(whole, null)).toBe(true);
    const expected = await outcome(whole);
    expect(expected.told).toEqual([
      "api-error-rate fired",
      "api-error-rate resolved",
      ...["memory fired", "memory fired", "memory resolved", "memory resolved"],
      ...["rag-latency fired", "rag-latency resolved"],
    ]);
    expect(expected.switches.map(({ after }) => after)).toEqual(['{"enabled":false}', '{"enabled":true}']);
    expect(expected.file).toEqual({ flow: true, rag: true, telemetry: true });
    await fc.assert(
      fc.asyncProperty(fc.array(moment, { minLength: 3, maxLength: 3 }), async (kills) => {
        const folder = await stage();
        const inOrder = kills.sort((a, b) => a.afterStep - b.afterStep);
        for (const kill of inOrder) expect(await played(folder, kill)).toBe(false);
        while (!(await played(folder, null)));
        const found = await outcome(folder);
        expect(new Set(found.keys).size).toBe(found.keys.length);
        const { keys: _, ...rest } = found;
        const { keys: __, ...all } = expected;
        expect(rest).toEqual(all);
      }),
      { numRuns: scaled(2), endOnFailure: true },
    );
  },
  240_000 * scaled(1),
);
