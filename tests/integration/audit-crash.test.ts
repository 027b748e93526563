import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { verifyChain } from "@/db/audit-chain";
import { folder } from "@/tests/support/folder";
import { ranUntilKilled } from "@/tests/support/killed";
import { scaled } from "@/tests/support/scale";

const KILLS = scaled(20);

function stored(file: string) {
  const database = new Database(file, { readonly: true });
  const all = (statement: string) => database.prepare(statement).pluck().all() as string[];
  const [keys, events] = [
    all("select id from api_key order by id"),
    all("select subject from event order by subject"),
  ];
  database.close();
  return { keys, events };
}

test(
  "killed in the middle of a hundred writes, again and again: the chain verifies, and nothing is half stored",
  async () => {
    const file = join(folder(), "greenlight.db");
    const acknowledged = new Set<string>();
    let killed = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const delayMs = Math.random() * 60;
      const { lines, signal, err } = await ranUntilKilled(
        ["tests/support/event-writer.ts", file, String(round)],
        delayMs,
      );
      const where = `round ${round}, killed after ${delayMs} ms`;
      expect(err, where).toBe("");
      if (signal === "SIGKILL") killed += 1;
      for (const line of lines) acknowledged.add(line);
      const { keys, events } = stored(file);
      expect(await verifyChain(file), where).toMatchObject({ rows: events.length, fault: null });
      expect(keys, where).toEqual(events);
      expect(acknowledged.difference(new Set(keys)), where).toEqual(new Set());
    }
    expect(killed).toBeGreaterThan(KILLS / 2);
  },
  scaled(120_000),
);
