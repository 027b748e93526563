import type { Db, Tx } from "@/db/schema";
import type { ReleaseRunRow } from "@/db/schema-governance";
import type { Item, ListName } from "@/lib/domain/checklist";
import type { Environment } from "@/lib/domain/environment";
import { topicKey } from "@/lib/domain/record";
import type { RunBody, RunKind } from "@/lib/domain/test-run";
import { releaseOf } from "./releases";

/** What came of a run, as it was stored last. */
export const runBodyOf = ({ body }: Pick<ReleaseRunRow, "body">): RunBody => JSON.parse(body) as RunBody;

/** Validations and smoke tests of a release, newest first. */
export const runRows = (db: Db | Tx, releaseId: string, limit: number): Promise<ReleaseRunRow[]> =>
  db
    .selectFrom("release_run")
    .selectAll()
    .where("release_id", "=", releaseId)
    .orderBy("started_ms", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();

/** One run of a release; null where there is none of that id. */
export async function runRow(db: Db | Tx, releaseId: string, id: string): Promise<ReleaseRunRow | null> {
  const row = db.selectFrom("release_run").selectAll().where("release_id", "=", releaseId);
  return (await row.where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The newest run of a kind, whatever its state; null where there was none. */
export async function newestRun(
  db: Db | Tx,
  releaseId: string,
  kind: RunKind,
): Promise<ReleaseRunRow | null> {
  const newest = db
    .selectFrom("release_run")
    .selectAll()
    .where("release_id", "=", releaseId)
    .where("kind", "=", kind)
    .orderBy("started_ms", "desc")
    .orderBy("id", "desc")
    .limit(1);
  return (await newest.executeTakeFirst()) ?? null;
}

/** Runs that nothing has ended yet, of whichever release. */
export const openRuns = (db: Db | Tx): Promise<ReleaseRunRow[]> =>
  db.selectFrom("release_run").selectAll().where("state", "=", "running").orderBy("started_ms").execute();

/** The items of one list of a release, as its template had them when it was planned. */
export async function listItems(db: Db | Tx, releaseId: string, list: ListName): Promise<Item[]> {
  const rows = await db
    .selectFrom("release_item")
    .select("body")
    .where("release_id", "=", releaseId)
    .where("list", "=", list)
    .orderBy("seq")
    .execute();
  return rows.map(({ body }) => JSON.parse(body) as Item);
}

/** Which environment a job was given to that is the article a smoke test writes right now; null where it is none. */
export async function smokeJobOf(tx: Tx, key: string): Promise<Environment | null> {
  const rows = await tx
    .selectFrom("release_run")
    .innerJoin("release", "release.id", "release_run.release_id")
    .select(["release_run.body as run", "release.body"])
    .where("release_run.state", "=", "running")
    .where("release_run.kind", "=", "smoke")
    .execute();
  const found = rows.find(({ run }) =>
    runBodyOf({ body: run }).articles.some(
      ({ state, topic }) => state === "running" && topicKey(topic) === key,
    ),
  );
  return found === undefined ? null : releaseOf(found).plan.environment;
}
