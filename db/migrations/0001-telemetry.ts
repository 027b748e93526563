import type { CreateTableBuilder, Kysely } from "kysely";

/** Executions with their calls, article costs, the articles made of both, their rollups, sources and the event log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createExecutions(db);
  await createArticles(db);
  for (const bucket of ["hour", "day"]) await createRollups(db, bucket);
  await createSources(db);
  await createEvents(db);
}

async function createExecutions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("execution")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("identity", "text", (c) => c.notNull().unique())
    .addColumn("execution_id", "text", (c) => c.notNull())
    .addColumn("start_text", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("end_ms", "bigint", (c) => c.notNull())
    .addColumn("agent", "text")
    .addColumn("topic", "text")
    .addColumn("topic_key", "text")
    .addColumn("environment", "text")
    .addColumn("is_article", "integer", (c) => c.notNull())
    .addColumn("line_id", "integer")
    .addColumn("record_human_hours", "real")
    .addColumn("record_human_nano", "bigint")
    .addColumn("human_micro_hours", "bigint")
    .addColumn("human_nano", "bigint")
    .addColumn("words", "integer")
    .addColumn("seconds", "real")
    .addColumn("record_total_nano", "bigint")
    .addColumn("cost_nano", "bigint", (c) => c.notNull())
    .addColumn("cost_known", "integer", (c) => c.notNull())
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("execution_by_time").on("execution").columns(["at_ms", "id"]).execute();
  await db.schema
    .createIndex("execution_by_topic")
    .on("execution")
    .columns(["topic_key", "end_ms"])
    .where("topic_key", "is not", null)
    .execute();
  await db.schema
    .createIndex("execution_by_line")
    .on("execution")
    .column("line_id")
    .where("line_id", "is not", null)
    .execute();
  await db.schema
    .createTable("call")
    .addColumn("execution_id", "integer", (c) => c.notNull().references("execution.id").onDelete("cascade"))
    .addColumn("seq", "integer", (c) => c.notNull())
    .addColumn("at_ms", "bigint")
    .addColumn("agent", "text", (c) => c.notNull())
    .addColumn("model", "text", (c) => c.notNull())
    .addColumn("provider", "text", (c) => c.notNull())
    .addColumn("input_tokens", "bigint")
    .addColumn("output_tokens", "bigint")
    .addColumn("total_tokens", "bigint")
    .addColumn("cache_read_tokens", "bigint", (c) => c.notNull())
    .addColumn("cache_write_tokens", "bigint", (c) => c.notNull())
    .addColumn("record_cost_nano", "bigint")
    .addColumn("cost_nano", "bigint", (c) => c.notNull())
    .addColumn("cost_origin", "text", (c) => c.notNull())
    .addColumn("price", "text")
    .addColumn("seconds", "real")
    .addColumn("stage", "text")
    .addPrimaryKeyConstraint("call_key", ["execution_id", "seq"])
    .execute();
  await db.schema
    .createTable("execution_seen")
    .addColumn("execution_id", "integer", (c) =>
      c.primaryKey().references("execution.id").onDelete("cascade"),
    )
    .addColumn("updated_micros", "bigint", (c) => c.notNull())
    .execute();
}

async function createArticles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("article_cost")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("identity", "text", (c) => c.notNull().unique())
    .addColumn("timestamp_text", "text", (c) => c.notNull())
    .addColumn("topic", "text", (c) => c.notNull())
    .addColumn("topic_key", "text", (c) => c.notNull())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("article_at_ms", "bigint", (c) => c.notNull())
    .addColumn("article_environment", "text")
    .addColumn("environment", "text")
    .addColumn("cost_nano", "bigint", (c) => c.notNull())
    .addColumn("seconds", "real")
    .addColumn("words", "integer")
    .addColumn("characters", "integer")
    .addColumn("editorial_score", "real")
    .addColumn("gates_passed", "integer")
    .addColumn("validator_passed", "integer")
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("article_cost_by_topic")
    .on("article_cost")
    .columns(["topic_key", "at_ms"])
    .execute();
  await db.schema
    .createIndex("article_cost_by_time")
    .on("article_cost")
    .columns(["article_at_ms", "id"])
    .execute();
  await db.schema
    .createTable("article_cost_part")
    .addColumn("article_cost_id", "integer", (c) =>
      c.notNull().references("article_cost.id").onDelete("cascade"),
    )
    .addColumn("seq", "integer", (c) => c.notNull())
    .addColumn("agent", "text", (c) => c.notNull())
    .addColumn("model", "text", (c) => c.notNull())
    .addColumn("provider", "text", (c) => c.notNull())
    .addColumn("cost_nano", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("article_cost_part_key", ["article_cost_id", "seq"])
    .execute();
}

/** As they were when this migration was released: a later figure is a later migration. */
const USAGE_SUMS = [
  "calls",
  "token_calls",
  "input_tokens",
  "output_tokens",
  "total_tokens",
  "cost_nano",
  "estimated_calls",
  "estimated_nano",
  "unpriced_calls",
];
const RUN_SUMS = [
  "executions",
  "articles",
  "runs",
  "human_nano",
  "human_micro_hours",
  "roi_runs",
  "roi_human_nano",
  "roi_cost_nano",
  "ratio_runs",
  "ratio_milli",
  "published_known",
  "published_human_nano",
  "article_cost_nano",
  "token_articles",
  "article_tokens",
  "word_articles",
  "estimated_word_articles",
  "words",
  "word_cost_nano",
  "validated",
  "validator_passed",
];

const USAGE_KEY = ["start_ms", "environment", "provider", "model", "agent"];

async function createRollups(db: Kysely<unknown>, bucket: string): Promise<void> {
  const usage = withKey(db, `usage_${bucket}`, USAGE_KEY);
  await USAGE_SUMS.reduce(
    (table, field) => table.addColumn(field, "bigint", (c) => c.notNull()),
    usage,
  ).execute();
  const runs = withKey(db, `run_${bucket}`, ["start_ms", "environment"]);
  await RUN_SUMS.reduce(
    (table, field) => table.addColumn(field, "bigint", (c) => c.notNull()),
    runs,
  ).execute();
  await withKey(db, `article_time_${bucket}`, ["start_ms", "environment", "bin"])
    .addColumn("count", "bigint", (c) => c.notNull())
    .execute();
}

function withKey(
  db: Kysely<unknown>,
  name: string,
  key: readonly string[],
): CreateTableBuilder<string, string> {
  const table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  return key
    .reduce(
      (made, column) =>
        made.addColumn(column, column === "start_ms" || column === "bin" ? "bigint" : "text", (c) =>
          c.notNull(),
        ),
      table,
    )
    .addPrimaryKeyConstraint(`${name}_key`, [...key]);
}

async function createSources(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("source")
    .addColumn("path", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("position", "text")
    .addColumn("last_read_ms", "bigint")
    .addColumn("last_change_ms", "bigint")
    .addColumn("last_error", "text")
    .addColumn("last_error_ms", "bigint")
    .addColumn("accepted", "bigint", (c) => c.notNull())
    .addColumn("updated", "bigint", (c) => c.notNull())
    .addColumn("duplicates", "bigint", (c) => c.notNull())
    .addColumn("rejected", "bigint", (c) => c.notNull())
    .addColumn("rejections", "text", (c) => c.notNull())
    .addColumn("notices", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("source_key", ["path", "kind"])
    .execute();
  await db.schema
    .createTable("meta")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("value", "text", (c) => c.notNull())
    .execute();
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("event")
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("origin", "text", (c) => c.notNull())
    .addColumn("action", "text", (c) => c.notNull())
    .addColumn("subject", "text", (c) => c.notNull())
    .addColumn("before", "text")
    .addColumn("after", "text")
    .addColumn("reason", "text")
    .addColumn("previous_hash", "text", (c) => c.notNull())
    .addColumn("hash", "text", (c) => c.notNull().unique())
    .execute();
}
