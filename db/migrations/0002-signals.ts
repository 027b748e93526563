import { type CreateTableBuilder, type Kysely, sql } from "kysely";

/** Health results, latency and resource samples, errors, quality runs and evaluations, and the rollups of all these. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createHealth(db);
  await createSamples(db);
  await createErrors(db);
  await createQuality(db);
  for (const bucket of ["hour", "day"]) await createRollups(db, bucket);
}

const recordTable = (db: Kysely<unknown>, name: string): CreateTableBuilder<string, string> =>
  db.schema
    .createTable(name)
    .addColumn("id", "integer", (c) => c.primaryKey())
    .addColumn("identity", "text", (c) => c.notNull().unique())
    .addColumn("at_ms", "bigint", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull());

async function createHealth(db: Kysely<unknown>): Promise<void> {
  await recordTable(db, "health_result")
    .addColumn("component", "text", (c) => c.notNull())
    .addColumn("received_ms", "bigint", (c) => c.notNull())
    .addColumn("interval_ms", "bigint", (c) => c.notNull())
    .addColumn("status", "text", (c) => c.notNull())
    .addColumn("available", "integer")
    .addColumn("fallback", "text")
    .addColumn("latency_us", "bigint")
    .addColumn("error", "text")
    .addColumn("query_test", "text")
    .addColumn("version", "text")
    .addColumn("details", "text", (c) => c.notNull())
    .addColumn("changed", "integer", (c) => c.notNull())
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema
    .createIndex("health_result_by_series")
    .on("health_result")
    .columns(["component", "environment", "at_ms", "id"])
    .execute();
  await db.schema
    .createIndex("health_change")
    .on("health_result")
    .columns(["component", "environment", "at_ms"])
    .where(sql.ref("changed"), "=", 1)
    .execute();
  await db.schema
    .createIndex("health_error")
    .on("health_result")
    .columns(["component", "environment", "at_ms"])
    .where(sql.ref("error"), "is not", null)
    .execute();
  await db.schema
    .createTable("health_component")
    .addColumn("component", "text", (c) => c.notNull())
    .addColumn("environment", "text", (c) => c.notNull())
    .addColumn("result_id", "integer", (c) => c.notNull().references("health_result.id"))
    .addPrimaryKeyConstraint("health_component_key", ["component", "environment"])
    .execute();
}

async function createSamples(db: Kysely<unknown>): Promise<void> {
  await recordTable(db, "latency_sample")
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("value_us", "bigint", (c) => c.notNull())
    .execute();
  await recordTable(db, "resource_sample")
    .addColumn("memory_bytes", "bigint")
    .addColumn("cpu_milli", "bigint")
    .execute();
  await db.schema
    .createIndex("resource_sample_by_time")
    .on("resource_sample")
    .columns(["environment", "at_ms"])
    .execute();
}

async function createErrors(db: Kysely<unknown>): Promise<void> {
  await recordTable(db, "error_event")
    .addColumn("class", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("fingerprint", "text", (c) => c.notNull())
    .addColumn("message", "text", (c) => c.notNull())
    .addColumn("detail", "text")
    .addColumn("component", "text")
    .addColumn("job", "text")
    .addColumn("job_key", "text", (c) => c.notNull())
    .addColumn("severity", "text", (c) => c.notNull())
    .addColumn("counted", "integer", (c) => c.notNull())
    .addColumn("opens", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("error_event_by_time").on("error_event").columns(["at_ms", "id"]).execute();
  await db.schema
    .createIndex("error_event_by_fingerprint")
    .on("error_event")
    .columns(["fingerprint", "at_ms", "id"])
    .execute();
  await db.schema
    .createIndex("error_event_by_job")
    .on("error_event")
    .columns(["environment", "job_key", "at_ms", "id"])
    .where(sql.ref("counted"), "=", 1)
    .execute();
  await db.schema
    .createIndex("error_event_opening")
    .on("error_event")
    .columns(["environment", "job_key", "at_ms"])
    .where(sql.ref("opens"), "=", 1)
    .execute();
  await db.schema
    .createIndex("error_event_failed_job")
    .on("error_event")
    .columns(["at_ms", "environment", "job_key"])
    .where(sql.ref("opens"), "=", 1)
    .where("job_key", "<>", "")
    .execute();
}

async function createQuality(db: Kysely<unknown>): Promise<void> {
  await recordTable(db, "quality_run")
    .addColumn("timestamp_text", "text", (c) => c.notNull())
    .addColumn("gates_passed", "integer")
    .addColumn("gates_failed", "integer")
    .addColumn("draft_valid", "integer")
    .addColumn("chart_embedded", "integer")
    .addColumn("regenerations", "integer")
    .addColumn("charts", "integer")
    .addColumn("charts_passed", "integer")
    .addColumn("details", "text", (c) => c.notNull())
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("quality_run_by_time").on("quality_run").columns(["at_ms", "id"]).execute();
  await recordTable(db, "evaluation")
    .addColumn("filename", "text", (c) => c.notNull())
    .addColumn("score_milli", "integer", (c) => c.notNull())
    .addColumn("details", "text", (c) => c.notNull())
    .addColumn("content", "text", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("evaluation_by_time").on("evaluation").columns(["at_ms", "id"]).execute();
  await db.schema
    .createIndex("article_cost_refused")
    .on("article_cost")
    .columns(["article_at_ms", "id"])
    .where(sql.ref("validator_passed"), "=", 0)
    .execute();
}

/** As they were when this migration was released: a later figure is a later migration. */
const ROLLUPS: Record<string, { keys: string[]; sums: string[] }> = {
  health: {
    keys: ["start_ms", "component", "environment"],
    sums: ["results", "up_ms", "degraded_ms", "down_ms"],
  },
  latency: { keys: ["start_ms", "environment", "name", "bin"], sums: ["count", "max_us"] },
  resource: {
    keys: ["start_ms", "environment"],
    sums: ["memory_samples", "memory_bytes", "memory_max", "cpu_samples", "cpu_milli", "cpu_milli_max"],
  },
  error: { keys: ["start_ms", "environment", "class", "kind", "fingerprint"], sums: ["count"] },
  failure: { keys: ["start_ms", "environment"], sums: ["failed"] },
  quality: {
    keys: ["start_ms", "environment"],
    sums: [
      "gate_runs",
      "gates_passed",
      "gates_failed",
      "yield_known",
      "yield_passed",
      "charts_known",
      "charts_embedded",
      "drafts_known",
      "drafts_valid",
      "visual_checked",
      "visual_passed",
      "scored_articles",
      "article_score_milli",
      "evaluations",
      "evaluation_score_milli",
    ],
  },
};

async function createRollups(db: Kysely<unknown>, bucket: string): Promise<void> {
  for (const [family, { keys, sums }] of Object.entries(ROLLUPS)) {
    const name = `${family}_${bucket}`;
    const numeric = (column: string) => column === "start_ms" || column === "bin" || sums.includes(column);
    await [...keys, ...sums]
      .reduce<CreateTableBuilder<string, string>>(
        (table, column) => table.addColumn(column, numeric(column) ? "bigint" : "text", (c) => c.notNull()),
        db.schema.createTable(name),
      )
      .addPrimaryKeyConstraint(`${name}_key`, [...keys])
      .execute();
  }
}
