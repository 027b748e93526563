import { type Kysely, sql } from "kysely";

/** Releases as they stand, their timelines, and versions that were rolled back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("release")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("version", "text", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("held_reason", "text")
    .addColumn("live", "integer", (c) => c.notNull())
    .addColumn("revision", "integer", (c) => c.notNull())
    .addColumn("weight", "integer")
    .addColumn("created_ms", "bigint", (c) => c.notNull())
    .addColumn("created_by", "text", (c) => c.notNull())
    .addColumn("entered_ms", "bigint", (c) => c.notNull())
    .addColumn("updated_ms", "bigint", (c) => c.notNull())
    .addColumn("waits_for", "text", (c) => c.notNull())
    .addColumn("deadline_ms", "bigint")
    .addColumn("linked_to", "text", (c) => c.references("release.id"))
    .addColumn("plan_hash", "text", (c) => c.notNull())
    .addColumn("started_epoch", "bigint")
    .addColumn("plan", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("release_live")
    .unique()
    .on("release")
    .column("live")
    .where(sql.ref("live"), "=", 1)
    .execute();
  await db.schema.createIndex("release_by_time").on("release").columns(["created_ms", "id"]).execute();
  await db.schema
    .createTable("release_event")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("from_state", "text", (c) => c.notNull())
    .addColumn("to_state", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("automatic", "integer", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("said", "text", (c) => c.notNull())
    .addColumn("evidence", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("release_event_by_release")
    .on("release_event")
    .columns(["release_id", "id"])
    .execute();
  await db.schema
    .createIndex("release_event_by_kind")
    .on("release_event")
    .columns(["kind", "at_ms"])
    .execute();
  await db.schema
    .createTable("quarantine")
    .addColumn("version", "text", (c) => c.primaryKey())
    .addColumn("since_ms", "bigint", (c) => c.notNull())
    .addColumn("release_id", "text", (c) => c.notNull().references("release.id"))
    .addColumn("rule", "text")
    .addColumn("said", "text", (c) => c.notNull())
    .addColumn("report", "text")
    .execute();
}
