import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { verifyChain } from "@/db/audit-chain";
import { folder } from "@/tests/support/folder";
import { ranUntilKilled } from "@/tests/support/killed";
import { scaled } from "@/tests/support/scale";

const KILLS = scaled(20);
const MORE_THAN_IT_CAN = "100000";

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
  "killed in the middle of writing, again and again: the chain verifies, and nothing is half stored",
  async () => {
    const file = join(folder(), "greenlight.db");
    const acknowledged = new Set<string>();
    for (let round = 0; round < KILLS; round += 1) {
      const delayMs = Math.random() * 60;
      const { lines, signal, err } = await ranUntilKilled(
        ["tests/support/event-writer.ts", file, String(round), MORE_THAN_IT_CAN],
        delayMs,
      );
      const where = `round ${round}, killed after ${delayMs} ms`;
      expect({ signal, err }, where).toEqual({ signal: "SIGKILL", err: "" });
      for (const line of lines) acknowledged.add(line);
      const { keys, events } = stored(file);
      expect(await verifyChain(file), where).toMatchObject({ rows: events.length, fault: null });
      expect(keys, where).toEqual(events);
      expect(acknowledged.difference(new Set(keys)), where).toEqual(new Set());
    }
  },
  scaled(120_000),
);
