import { sql } from "kysely";
import type { Tx } from "@/db/schema";
import { opensJob } from "@/lib/domain/failed-job";
import { addError } from "./errors";
import { addLatency } from "./latency";
import { addFailure } from "./openings";
import { addResources } from "./resources";
import type { RollupSums } from "./rollup-sums";

export const PAGE = 1000;

/** Something derived that did not say what the raw records say. */
export interface Difference {
  table: string;
  key: string;
  stored: string;
  raw: string;
}

/** Adds every latency and resource sample; gives how many there are. */
export async function sumSamples(tx: Tx, sums: RollupSums): Promise<number> {
  const latencies = await eachPage(
    (after) =>
      tx.selectFrom("latency_sample").selectAll().where("id", ">", after).orderBy("id").limit(PAGE).execute(),
    async (rows) => {
      for (const row of rows) addLatency(sums, row.at_ms, row.environment, row.name, row.value_us);
    },
  );
  const resources = await eachPage(
    (after) =>
      tx
        .selectFrom("resource_sample")
        .selectAll()
        .where("id", ">", after)
        .orderBy("id")
        .limit(PAGE)
        .execute(),
    async (rows) => {
      for (const row of rows) addResources(sums, row);
    },
  );
  return latencies + resources;
}

/** Adds every error, tells anew which of them open a failed job, and corrects and names those that said otherwise. */
export async function sumErrors(
  tx: Tx,
  sums: RollupSums,
): Promise<{ errors: number; differences: Difference[] }> {
  const errors = await eachPage(
    (after) =>
      tx
        .selectFrom("error_event")
        .select(["id", "at_ms", "environment", "class", "kind", "fingerprint"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(PAGE)
        .execute(),
    async (rows) => {
      for (const row of rows) addError(sums, row, 1);
    },
  );
  return { errors, differences: await sumFailures(tx, sums) };
}

/** Goes through the errors of each job in order of time. */
async function sumFailures(tx: Tx, sums: RollupSums): Promise<Difference[]> {
  const differences: Difference[] = [];
  let openMs: number | null = null;
  for (let last: Counted | undefined; ; ) {
    const page = await countedAfter(tx, last);
    for (const event of page) {
      const sameJob = last?.environment === event.environment && last.job_key === event.job_key;
      const opens = opensJob(event.at_ms, sameJob ? openMs : null, event.job_key) ? 1 : 0;
      if (opens === 1) {
        openMs = event.at_ms;
        addFailure(sums, event, event.at_ms, 1);
      }
      if (opens !== event.opens) differences.push(await corrected(tx, event, opens));
      last = event;
    }
    if (page.length < PAGE) return differences;
  }
}

type Counted = Awaited<ReturnType<typeof countedAfter>>[number];

const ORDER = ["environment", "job_key", "at_ms", "id"] as const;

function countedAfter(tx: Tx, last: Readonly<Record<(typeof ORDER)[number], string | number>> | undefined) {
  const page = tx
    .selectFrom("error_event")
    .select([...ORDER, "opens"])
    .where(({ eb }) => eb("counted", "=", eb.lit(1)))
    .orderBy("environment")
    .orderBy("job_key")
    .orderBy("at_ms")
    .orderBy("id")
    .limit(PAGE);
  const columns = sql.join(ORDER.map((column) => sql.ref(column)));
  const rest =
    last === undefined
      ? page
      : page.where(sql<boolean>`(${columns}) > (${sql.join(ORDER.map((column) => last[column]))})`);
  return rest.execute();
}

async function corrected(tx: Tx, event: Counted, opens: 0 | 1): Promise<Difference> {
  await tx.updateTable("error_event").set({ opens }).where("id", "=", event.id).execute();
  return {
    table: "error_event",
    key: ORDER.map((column) => event[column]).join(" "),
    stored: String(event.opens),
    raw: String(opens),
  };
}

/** Takes pages of rows in order of their ids; gives how many rows there were. */
export async function eachPage<R extends { id: number }>(
  page: (after: number) => Promise<R[]>,
  take: (rows: R[]) => Promise<void>,
): Promise<number> {
  let count = 0;
  for (let after = 0; ; ) {
    const rows = await page(after);
    const last = rows.at(-1);
    if (last === undefined) return count;
    await take(rows);
    count += rows.length;
    after = last.id;
  }
}
