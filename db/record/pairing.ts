import { inChunks } from "@/db/chunks";
import type { Tx } from "@/db/schema";
import { type ExecutionMate, type Mate, PAIRING_WINDOW_MS, pairs } from "@/lib/domain/pairing";

/** A moment at which something of a topic arrived, changed or went. */
export interface Touch {
  side: "execution" | "line";
  topicKey: string;
  atMs: number;
}

interface LineMate extends Mate {
  environment: string | null;
  articleAtMs: number;
  articleEnvironment: string | null;
}

interface PairedMate extends ExecutionMate {
  lineId: number | null;
  startMs: number;
  environment: string | null;
}

/** Executions and lines of one topic that are close enough in time to influence each other's pairing. */
export interface Cluster {
  executions: PairedMate[];
  lines: LineMate[];
}

/** The clusters around the touched moments. Topics that only executions, or only lines, know have none. */
export async function clusters(tx: Tx, touches: readonly Touch[]): Promise<Cluster[]> {
  const shared = await topicsInBoth(tx, touches);
  const found: Cluster[] = [];
  for (const [topicKey, moments] of Map.groupBy(touches, (touch) => touch.topicKey)) {
    if (!shared.has(topicKey)) continue;
    for (const span of spans(moments.map((moment) => moment.atMs)))
      found.push(await cluster(tx, topicKey, span));
  }
  return found;
}

/** Decides anew who belongs to whom in a cluster, and stores what changed. */
export async function rePair(tx: Tx, { executions, lines }: Cluster): Promise<void> {
  const lineOf = pairs(executions, lines);
  for (const execution of executions) {
    const line_id = lineOf.get(execution.id) ?? null;
    if (line_id !== execution.lineId)
      await tx.updateTable("execution").set({ line_id }).where("id", "=", execution.id).execute();
  }
  for (const line of lines) {
    const mates = executions.filter((execution) => lineOf.get(execution.id) === line.id);
    const article_at_ms = momentOf(line, mates);
    const article_environment =
      line.environment ?? mates.find((mate) => mate.environment !== null)?.environment ?? null;
    if (article_at_ms === line.articleAtMs && article_environment === line.articleEnvironment) continue;
    await tx
      .updateTable("article_cost")
      .set({ article_at_ms, article_environment })
      .where("id", "=", line.id)
      .execute();
  }
}

/** An article counts when its own execution started, else when its first agent did, else when its line says. */
function momentOf(line: Mate, mates: readonly PairedMate[]): number {
  const own = mates.filter((mate) => mate.isArticle);
  const starts = (own.length > 0 ? own : mates).map((mate) => mate.startMs);
  return starts.length > 0 ? Math.min(...starts) : line.atMs;
}

/** Topics of which both sides are stored, or are what was touched and about to be. */
async function topicsInBoth(tx: Tx, touches: readonly Touch[]): Promise<Set<string>> {
  const topics = [...new Set(touches.map((touch) => touch.topicKey))];
  const touched = (side: Touch["side"]) =>
    touches.filter((touch) => touch.side === side).map((touch) => touch.topicKey);
  const lined = await inChunks(topics, (piece) =>
    tx.selectFrom("article_cost").select("topic_key").distinct().where("topic_key", "in", piece).execute(),
  );
  const withLines = new Set([...touched("line"), ...lined.map((row) => row.topic_key)]);
  const run = await inChunks([...withLines], (piece) =>
    tx.selectFrom("execution").select("topic_key").distinct().where("topic_key", "in", piece).execute(),
  );
  return new Set([...touched("execution"), ...run.flatMap((row) => row.topic_key ?? [])]).intersection(
    withLines,
  );
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** Spans that hold all that can pair with these moments; those that overlap become one. */
function spans(moments: readonly number[]): Span[] {
  const joined: Span[] = [];
  for (const atMs of [...moments].sort((a, b) => a - b)) {
    const last = joined.at(-1);
    if (last && atMs - PAIRING_WINDOW_MS <= last.toMs) last.toMs = atMs + PAIRING_WINDOW_MS;
    else joined.push({ fromMs: atMs - PAIRING_WINDOW_MS, toMs: atMs + PAIRING_WINDOW_MS });
  }
  return joined;
}

/** Widens the span until nothing outside could pair with anything inside. */
async function cluster(tx: Tx, topicKey: string, span: Span): Promise<Cluster> {
  const found = {
    executions: await executionsIn(tx, topicKey, span),
    lines: await linesIn(tx, topicKey, span),
  };
  const moments = [...found.executions, ...found.lines].map((mate) => mate.atMs);
  const wider = {
    fromMs: Math.min(span.fromMs, ...moments.map((atMs) => atMs - PAIRING_WINDOW_MS)),
    toMs: Math.max(span.toMs, ...moments.map((atMs) => atMs + PAIRING_WINDOW_MS)),
  };
  return wider.fromMs === span.fromMs && wider.toMs === span.toMs ? found : cluster(tx, topicKey, wider);
}

async function executionsIn(tx: Tx, topicKey: string, { fromMs, toMs }: Span): Promise<PairedMate[]> {
  const rows = await tx
    .selectFrom("execution")
    .select(["id", "identity", "at_ms", "end_ms", "is_article", "line_id", "environment"])
    .where("topic_key", "=", topicKey)
    .where("end_ms", ">=", fromMs)
    .where("end_ms", "<=", toMs)
    .orderBy("identity")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    identity: row.identity,
    atMs: row.end_ms,
    startMs: row.at_ms,
    isArticle: row.is_article === 1,
    lineId: row.line_id,
    environment: row.environment,
  }));
}

async function linesIn(tx: Tx, topicKey: string, { fromMs, toMs }: Span): Promise<LineMate[]> {
  const rows = await tx
    .selectFrom("article_cost")
    .select(["id", "identity", "at_ms", "environment", "article_at_ms", "article_environment"])
    .where("topic_key", "=", topicKey)
    .where("at_ms", ">=", fromMs)
    .where("at_ms", "<=", toMs)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    identity: row.identity,
    atMs: row.at_ms,
    environment: row.environment,
    articleAtMs: row.article_at_ms,
    articleEnvironment: row.article_environment,
  }));
}
