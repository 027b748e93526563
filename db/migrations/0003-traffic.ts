import { type Kysely, sql } from "kysely";

/** Who has the traffic, every change of it, rollback reports, and which job was given to whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("traffic")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("epoch", "bigint", (c) => c.notNull())
    .addColumn("live", "text", (c) => c.notNull())
    .addColumn("previous", "text")
    .addColumn("backup", "text")
    .addColumn("green", "integer", (c) => c.notNull())
    .addColumn("moving", "text")
    .addColumn("since_ms", "bigint", (c) => c.notNull())
    .addColumn("updated_ms", "bigint", (c) => c.notNull())
    .addColumn("updated_by", "text", (c) => c.notNull())
    .addColumn("commanded_green", "integer")
    .addColumn("commanded_ms", "bigint")
    .addColumn("applied_green", "real")
    .addColumn("applied_ms", "bigint")
    .addColumn("generation", "text")
    .addColumn("unreadable", "text")
    .addColumn("differs_ms", "bigint")
    .addColumn("remarks", "text", (c) => c.notNull())
    .addColumn("counted", "text")
    .addColumn("holder", "text")
    .addColumn("holder_until_ms", "bigint")
    .execute();
  await db.schema
    .createTable("traffic_change")
    .addColumn("epoch", "bigint", (c) => c.primaryKey())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("origin", "text", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("from_green", "integer", (c) => c.notNull())
    .addColumn("to_green", "integer", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("finished_ms", "bigint")
    .addColumn("detail", "text")
    .execute();
  await db.schema
    .createIndex("traffic_change_by_time")
    .on("traffic_change")
    .columns(["at_ms", "epoch"])
    .execute();
  await db.schema
    .createIndex("traffic_change_confirmed")
    .on("traffic_change")
    .columns(["finished_ms", "epoch"])
    .where(sql.ref("state"), "=", "confirmed")
    .execute();
  await db.schema
    .createTable("rollback_report")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("report", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("rollback_report_by_time")
    .on("rollback_report")
    .columns(["at_ms", "id"])
    .execute();
  await db.schema
    .createTable("assignment")
    .addColumn("job_key", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("epoch", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("assignment_key", ["job_key", "at_ms"])
    .execute();
  await db.schema
    .createIndex("assignment_by_epoch")
    .on("assignment")
    .columns(["epoch", "environment"])
    .execute();
  await db.schema.createIndex("assignment_by_time").on("assignment").columns(["at_ms"]).execute();
  await db.schema.createIndex("event_by_time").on("event").columns(["at_ms"]).execute();
}
