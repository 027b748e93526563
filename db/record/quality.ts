import type { Tx } from "@/db/schema";
import { addEvaluations } from "./evaluations";
import { addRuns } from "./quality-runs";
import type { RollupSums } from "./rollup-sums";

const PAGE = 1000;

/** Adds every stored run and evaluation to the sums, for rollups that are made anew. */
export async function sumQuality(tx: Tx, sums: RollupSums): Promise<void> {
  for (let after: number | null = 0; after !== null; ) {
    const rows = await runsAfter(tx, after);
    addRuns(sums, rows, 1);
    after = rows.at(-1)?.id ?? null;
  }
  for (let after: number | null = 0; after !== null; ) {
    const rows = await evaluationsAfter(tx, after);
    addEvaluations(sums, rows, 1);
    after = rows.at(-1)?.id ?? null;
  }
}

const runsAfter = (tx: Tx, id: number) =>
  tx.selectFrom("quality_run").selectAll().where("id", ">", id).orderBy("id").limit(PAGE).execute();

const evaluationsAfter = (tx: Tx, id: number) =>
  tx.selectFrom("evaluation").selectAll().where("id", ">", id).orderBy("id").limit(PAGE).execute();
