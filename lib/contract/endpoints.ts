import { articleDetail, articles } from "./articles";
import type { Endpoint } from "./endpoint";
import { executionDetail, executions } from "./executions";
import { ingest } from "./ingest";
import { events } from "./live";
import { openapi } from "./openapi";
import { settings } from "./settings";
import { reconciliation, sources } from "./sources";
import { summary } from "./summary";
import { trends } from "./trends";
import { usage } from "./usage";

/** Every operation of the product. The OpenAPI document and the route tests are made from this list. */
export const ENDPOINTS: readonly Endpoint[] = [
  summary,
  usage,
  trends,
  articles,
  articleDetail,
  executions,
  executionDetail,
  sources,
  reconciliation,
  settings,
  events,
  ingest,
  openapi,
];
