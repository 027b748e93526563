import { type Kysely, sql } from "kysely";

/** What a release is answered for: its items, what people and evidence say of them, its test runs, who signed it off. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("release_item")
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("item", "text", (c) => c.notNull())
    .addColumn("seq", "integer", (c) => c.notNull())
    .addColumn("list", "text", (c) => c.notNull())
    .addColumn("phase", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("release_item_key", ["release_id", "item"])
    .execute();
  await db.schema
    .createTable("release_tick")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("item", "text", (c) => c.notNull())
    .addColumn("done", "integer", (c) => c.notNull())
    .addColumn("note", "text")
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("release_tick_by_item")
    .on("release_tick")
    .columns(["release_id", "item", "id"])
    .execute();
  await db.schema
    .createTable("release_proof")
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("item", "text", (c) => c.notNull())
    .addColumn("met", "integer")
    .addColumn("said", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("release_proof_key", ["release_id", "item"])
    .execute();
  await db.schema
    .createTable("release_run")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("started_ms", "bigint", (c) => c.notNull())
    .addColumn("finished_ms", "bigint")
    .addColumn("body", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("release_run_running")
    .unique()
    .on("release_run")
    .columns(["release_id", "kind"])
    .where(sql.ref("state"), "=", "running")
    .execute();
  await db.schema
    .createIndex("release_run_by_time")
    .on("release_run")
    .columns(["release_id", "kind", "started_ms"])
    .execute();
  await db.schema
    .createTable("sign_off")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("title", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("note", "text")
    .addColumn("figures", "text", (c) => c.notNull())
    .addColumn("revoked_ms", "bigint")
    .addColumn("revoked_by", "text")
    .addColumn("revoked_why", "text")
    .execute();
  await db.schema
    .createIndex("sign_off_in_force")
    .unique()
    .on("sign_off")
    .columns(["release_id", "title"])
    .where(sql.ref("revoked_ms"), "is", null)
    .execute();
}
