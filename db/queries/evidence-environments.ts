import type { Db } from "@/db/schema";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";

/** What a rule's metric is made of. */
export type EvidenceFamily =
  | "jobs"
  | "gates"
  | "articles"
  | "latency"
  | "resources"
  | "probes"
  | "summary"
  /** Of the summary, what runs of agents say. */
  | "checks"
  /** Of the whole pipeline, and of no environment. */
  | "budget";

/**
 * The environments of which something of a family was told since a moment; null among them: something that belongs to
 * none. `name` is that of a latency.
 */
export async function toldEnvironments(
  db: Db,
  family: EvidenceFamily,
  sinceMs: number,
  name = "",
): Promise<(Environment | null)[]> {
  if (family === "budget") return [null];
  const found: (Environment | null)[] = [];
  for (const environment of [...ENVIRONMENTS, null])
    if (await told(db, family, { environment: environment ?? "", sinceMs, name })) found.push(environment);
  return found;
}

interface Question {
  environment: string;
  sinceMs: number;
  name: string;
}

async function told(db: Db, family: Exclude<EvidenceFamily, "budget">, question: Question): Promise<boolean> {
  switch (family) {
    case "jobs":
      return (await ran(db, question)) || (await erred(db, question));
    case "gates":
    case "checks":
      return (await rolledUp(db, "quality_day", question)) || (family === "checks" && ran(db, question));
    case "articles":
    case "summary":
      return ran(db, question);
    case "latency":
      return (await sampled(db, question)) || (await checked(db, question));
    case "resources":
      return used(db, question);
    case "probes":
      return checked(db, question);
  }
}

/** A day's sum may have begun a day before what it sums. */
const DAY_MS = 86_400_000;

const ran = (db: Db, question: Question) => rolledUp(db, "run_day", question);

async function rolledUp(
  db: Db,
  rollup: "run_day" | "quality_day",
  { environment, sinceMs }: Question,
): Promise<boolean> {
  const row = await db
    .selectFrom(rollup)
    .select("start_ms")
    .where("start_ms", ">=", sinceMs - DAY_MS)
    .where("environment", "=", environment)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function erred(db: Db, { environment, sinceMs }: Question): Promise<boolean> {
  const row = await db
    .selectFrom("failure_day")
    .select("start_ms")
    .where("start_ms", ">=", sinceMs - DAY_MS)
    .where("environment", "=", environment)
    .where("failed", ">", 0)
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined) return true;
  const named = await db
    .selectFrom("error_event")
    .select("id")
    .where(({ eb }) => eb("opens", "=", eb.lit(1)))
    .where("job_key", "<>", "")
    .where("at_ms", ">=", sinceMs)
    .where("environment", "=", environment)
    .limit(1)
    .executeTakeFirst();
  return named !== undefined;
}

async function sampled(db: Db, { environment, sinceMs, name }: Question): Promise<boolean> {
  const row = await db
    .selectFrom("latency_sample")
    .select("id")
    .where("name", "=", name)
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function used(db: Db, { environment, sinceMs }: Question): Promise<boolean> {
  const row = await db
    .selectFrom("resource_sample")
    .select("id")
    .where("environment", "=", environment)
    .where("at_ms", ">=", sinceMs)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a component was ever checked; of a name, that one. */
async function checked(db: Db, { environment, name }: Question): Promise<boolean> {
  const all = db.selectFrom("health_component").select("component").where("environment", "=", environment);
  const row = await (name === "" ? all : all.where("component", "=", name)).limit(1).executeTakeFirst();
  return row !== undefined;
}
