import { type Kysely, sql } from "kysely";

/** Alerts and their history, silences, the switch of automatic actions, flags, and what is to be told to whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await samples(db);
  await alerts(db);
  await switches(db);
  await notifications(db);
}

/** Rules look at minutes, which sums by the hour do not know. */
async function samples(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex("latency_sample_by_name")
    .on("latency_sample")
    .columns(["name", "environment", "at_ms"])
    .execute();
}

async function alerts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("alert_engine")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("clock_ms", "real", (c) => c.notNull())
    .addColumn("last_firing", "integer", (c) => c.notNull())
    .addColumn("looked_ms", "bigint", (c) => c.notNull())
    .addColumn("holder", "text")
    .addColumn("holder_until_ms", "bigint")
    .execute();
  await db.schema
    .createTable("alert")
    .addColumn("rule", "text", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("firing", "integer")
    .addColumn("body", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("alert_key", ["rule", "environment"])
    .execute();
  await db.schema
    .createTable("alert_event")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("key", "text", (c) => c.notNull().unique())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("rule", "text", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("severity", "text", (c) => c.notNull())
    .addColumn("firing", "integer")
    .addColumn("value", "real")
    .addColumn("n", "integer", (c) => c.notNull())
    .addColumn("said", "text", (c) => c.notNull())
    .addColumn("action", "text")
    .addColumn("done", "integer", (c) => c.notNull())
    .addColumn("why", "text")
    .addColumn("silence", "integer")
    .addColumn("dry_run", "integer", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("alert_event_by_rule").on("alert_event").columns(["rule", "id"]).execute();
  await db.schema.createIndex("alert_event_by_time").on("alert_event").columns(["at_ms"]).execute();
}

async function switches(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("silence")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("rule", "text")
    .addColumn("environment", "text")
    .addColumn("reason", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("from_ms", "bigint", (c) => c.notNull())
    .addColumn("until_ms", "bigint", (c) => c.notNull())
    .addColumn("ends_clock_ms", "real", (c) => c.notNull())
    .addColumn("actions_too", "integer", (c) => c.notNull())
    .addColumn("expired_ms", "bigint")
    .addColumn("expired_by", "text")
    .execute();
  await db.schema
    .createTable("automation")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("enabled", "integer", (c) => c.notNull())
    .addColumn("why", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("since_ms", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("flag")
    .addColumn("name", "text", (c) => c.primaryKey())
    .addColumn("enabled", "integer", (c) => c.notNull())
    .addColumn("base", "integer", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("reason", "text")
    .addColumn("flips", "text", (c) => c.notNull())
    .addColumn("waived", "text", (c) => c.notNull())
    .addColumn("postponed", "text")
    .execute();
}

async function notifications(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("notification")
    .addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("receiver", "text", (c) => c.notNull())
    .addColumn("payload", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("attempts", "integer", (c) => c.notNull())
    .addColumn("created_ms", "bigint", (c) => c.notNull())
    .addColumn("next_ms", "bigint", (c) => c.notNull())
    .addColumn("sent_ms", "bigint")
    .addColumn("last_error", "text")
    .addUniqueConstraint("notification_once", ["key", "receiver"])
    .execute();
  await db.schema
    .createIndex("notification_pending")
    .on("notification")
    .columns(["receiver", "id"])
    .where(sql.ref("state"), "=", "pending")
    .execute();
}
