import { sql } from "kysely";
import type { Db } from "@/db/schema";
import { FOUND_MAX, type SearchReply } from "@/lib/contract/search";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { topicKey } from "@/lib/domain/record";
import { isoTime } from "./money";

/** A topic is looked for in all there are: its index holds all that is needed, 3 ms for 66,667 topics. */
const CANDIDATES = 200;
/** Ids and agents stand in no index: 6 ms. */
const NEWEST_EXECUTIONS = 20_000;

/** What has this text in its name, newest first. No part of the text is a pattern. */
export async function foundBy(db: Db, text: string): Promise<SearchReply> {
  const key = topicKey(text);
  return {
    articles: [...(await lines(db, text, key)), ...(await lone(db, text, key))]
      .sort((a, b) => b.at_ms - a.at_ms)
      .slice(0, FOUND_MAX)
      .map(({ identity, topic, at_ms, environment }) => ({
        id: identity,
        topic,
        time: isoTime(at_ms),
        environment: ENVIRONMENTS.find((name) => name === environment) ?? null,
      })),
    executions: await executions(db, text, key),
    releases: await releases(db, key),
  };
}

/** Articles of article-costs lines. */
function lines(db: Db, text: string, key: string) {
  const named = db
    .selectFrom("article_cost")
    .select("id")
    .where(sql<boolean>`instr(topic_key, ${key}) > 0`)
    .orderBy("at_ms", "desc")
    .limit(CANDIDATES);
  return db
    .selectFrom("article_cost")
    .select(["identity", "topic", "article_at_ms as at_ms", "article_environment as environment"])
    .where(({ eb, or }) => or([eb("id", "in", named), eb("identity", "=", text)]))
    .orderBy("article_at_ms", "desc")
    .limit(FOUND_MAX)
    .execute();
}

/** Articles that have no line: their executions. */
function lone(db: Db, text: string, key: string) {
  const named = db
    .selectFrom("execution")
    .select("id")
    .where("topic_key", "is not", null)
    .where(sql<boolean>`instr(topic_key, ${key}) > 0`)
    .orderBy("end_ms", "desc")
    .limit(CANDIDATES);
  return db
    .selectFrom("execution")
    .select(["identity", "topic", "at_ms", "environment"])
    .where(({ eb, or }) => or([eb("id", "in", named), eb("identity", "=", text)]))
    .where("is_article", "=", 1)
    .where("line_id", "is", null)
    .orderBy("at_ms", "desc")
    .limit(FOUND_MAX)
    .execute();
}

async function executions(db: Db, text: string, key: string): Promise<SearchReply["executions"]> {
  const newest = db
    .selectFrom("execution")
    .select(["id", "execution_id", "agent", "at_ms"])
    .orderBy("at_ms", "desc")
    .limit(NEWEST_EXECUTIONS);
  const named = db
    .selectFrom(newest.as("newest"))
    .select("id")
    .where(sql<boolean>`instr(lower(execution_id), ${key}) > 0 or instr(lower(agent), ${key}) > 0`)
    .orderBy("at_ms", "desc")
    .limit(FOUND_MAX);
  const rows = await db
    .selectFrom("execution")
    .select(["identity", "execution_id", "agent", "topic", "at_ms"])
    .where(({ eb, or }) => or([eb("id", "in", named), eb("identity", "=", text)]))
    .orderBy("at_ms", "desc")
    .limit(FOUND_MAX)
    .execute();
  return rows.map(({ identity, execution_id, agent, topic, at_ms }) => ({
    id: identity,
    execution_id,
    agent,
    topic,
    time: isoTime(at_ms),
  }));
}

async function releases(db: Db, key: string): Promise<SearchReply["releases"]> {
  const rows = await db
    .selectFrom("release")
    .select(["id", "version", "environment", "state", "created_ms"])
    .where(sql<boolean>`instr(lower(version), ${key}) > 0 or id = ${key}`)
    .orderBy("created_ms", "desc")
    .limit(FOUND_MAX)
    .execute();
  return rows.map(({ created_ms, ...release }) => ({ ...release, created_at: isoTime(created_ms) }));
}
