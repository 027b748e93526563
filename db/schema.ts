import type { Generated, Kysely, Selectable, Transaction } from "kysely";
import type { RunFacts, UsageFacts } from "@/lib/domain/facts";
import type { CostOrigin } from "@/lib/domain/price";
import type { AccessSchema } from "./schema-access";
import type { AlertSchema } from "./schema-alerts";
import type { GovernanceSchema } from "./schema-governance";
import type { ReleaseSchema } from "./schema-releases";
import type { SignalSchema } from "./schema-signals";
import type { TrafficSchema } from "./schema-traffic";

/** Times are UTC epoch milliseconds, money is integer nano-dollars, flags are 0 or 1; null means unknown. */
export interface Schema
  extends AccessSchema,
    AlertSchema,
    GovernanceSchema,
    ReleaseSchema,
    SignalSchema,
    TrafficSchema {
  execution: ExecutionTable;
  call: CallTable;
  article_cost: ArticleCostTable;
  article_cost_part: ArticleCostPartTable;
  execution_seen: ExecutionSeenTable;
  usage_hour: UsageRollup;
  usage_day: UsageRollup;
  run_hour: RunRollup;
  run_day: RunRollup;
  article_time_hour: ArticleTimeRollup;
  article_time_day: ArticleTimeRollup;
  source: SourceTable;
  event: EventTable;
  meta: { key: string; value: string };
}

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

/** One run of an agent. `identity` is made of (start_text, execution_id), also its public id. */
export interface ExecutionTable {
  id: Generated<number>;
  identity: string;
  execution_id: string;
  start_text: string;
  at_ms: number;
  end_ms: number;
  agent: string | null;
  topic: string | null;
  topic_key: string | null;
  environment: string | null;
  is_article: number;
  /** The article-costs line that this execution belongs to. Derived. */
  line_id: number | null;
  record_human_hours: number | null;
  record_human_nano: number | null;
  human_micro_hours: number | null;
  human_nano: number | null;
  words: number | null;
  seconds: number | null;
  record_total_nano: number | null;
  cost_nano: number;
  cost_known: number;
  content: string;
}

export interface CallTable {
  execution_id: number;
  seq: number;
  at_ms: number | null;
  agent: string;
  model: string;
  provider: string;
  input_tokens: number | null;
  output_tokens: number | null;
  total_tokens: number | null;
  cache_read_tokens: number;
  cache_write_tokens: number;
  record_cost_nano: number | null;
  cost_nano: number;
  cost_origin: CostOrigin;
  price: string | null;
  seconds: number | null;
  stage: string | null;
}

/** One line of agent_sdk_costs.jsonl. `identity` is made of (timestamp_text, topic). */
export interface ArticleCostTable {
  id: Generated<number>;
  identity: string;
  timestamp_text: string;
  topic: string;
  topic_key: string;
  at_ms: number;
  /** The moment at which the article counts: its execution's, once that is known. Derived. */
  article_at_ms: number;
  /** The line's environment, else its executions'. Derived. */
  article_environment: string | null;
  environment: string | null;
  cost_nano: number;
  seconds: number | null;
  words: number | null;
  characters: number | null;
  editorial_score: number | null;
  gates_passed: number | null;
  validator_passed: number | null;
  content: string;
}

export interface ArticleCostPartTable {
  article_cost_id: number;
  seq: number;
  agent: string;
  model: string;
  provider: string;
  cost_nano: number;
}

/** The latest document that showed an execution as it is stored, so that older documents cannot overwrite it. */
export interface ExecutionSeenTable {
  execution_id: number;
  updated_micros: number;
}

/** `environment` is the empty string where a record has none. */
export interface UsageRollup extends UsageFacts {
  start_ms: number;
  environment: string;
  provider: string;
  model: string;
  agent: string;
}

export interface RunRollup extends RunFacts {
  start_ms: number;
  environment: string;
}

/** How many articles took a time of histogram bin `bin`. */
export interface ArticleTimeRollup {
  start_ms: number;
  environment: string;
  bin: number;
  count: number;
}

/** What the follower knows of a watched file, or of the pushes of one kind (`path` is then `http`). */
export interface SourceTable {
  path: string;
  kind: string;
  position: string | null;
  last_read_ms: number | null;
  last_change_ms: number | null;
  last_error: string | null;
  last_error_ms: number | null;
  accepted: number;
  updated: number;
  duplicates: number;
  rejected: number;
  rejections: string;
  notices: string;
}

/** One append-only, hash-chained log: `hash` covers the row and the hash before it. */
export interface EventTable {
  id: Generated<number>;
  at_ms: number;
  actor: string;
  origin: string;
  action: string;
  subject: string;
  before: string | null;
  after: string | null;
  reason: string | null;
  previous_hash: string;
  hash: string;
}

export type ExecutionRow = Selectable<ExecutionTable>;
export type CallRow = Selectable<CallTable>;
export type ArticleCostRow = Selectable<ArticleCostTable>;
export type ArticleCostPartRow = Selectable<ArticleCostPartTable>;
