import {
  acknowledge,
  alerts,
  automation,
  automationSet,
  silenceCreate,
  silenceExpire,
  silences,
} from "./alerts";
import { articleDetail, articles } from "./articles";
import { audit } from "./audit";
import { budget } from "./budget";
import { checklist, checklistTick } from "./checklist";
import { compare } from "./compare";
import { digest } from "./digest";
import { docsSearch, postMortem } from "./docs";
import type { Endpoint } from "./endpoint";
import { errors } from "./errors";
import { executionDetail, executions } from "./executions";
import { firstDay } from "./first-day";
import { flagDetail, flagSwitch, flags } from "./flags";
import { health, healthComponents, healthHistory, healthOfComponent } from "./health";
import { ingest } from "./ingest";
import { keyCreate, keyRevoke, keys } from "./keys";
import { latency } from "./latency";
import { events } from "./live";
import { digestSend, notifications, notificationTest } from "./notifications";
import { openapi } from "./openapi";
import {
  passwordChange,
  sessionRevoke,
  sessions,
  sessionsRevoke,
  signIn,
  signOut,
  userChange,
  userCreate,
  userReset,
  users,
  welcome,
  whoami,
} from "./people";
import { quality } from "./quality";
import { releasePlan } from "./release-plan";
import { releaseRunCancel, releaseRunStart, releaseRuns } from "./release-runs";
import { releaseDetail, releaseDraft, releases, releaseUndo, releaseVerb } from "./releases";
import { report } from "./report";
import { resources } from "./resources";
import { search } from "./search";
import { livez, metrics, readyz } from "./self";
import { settings } from "./settings";
import { releaseFigures, signOffCreate, signOffRevoke, signOffs } from "./sign-offs";
import { reconciliation, sources } from "./sources";
import { summary } from "./summary";
import {
  assignment,
  changes,
  rollback,
  rollbackDetail,
  rollbackLabel,
  rollbackReason,
  rollbacks,
  rollbackUndo,
  shift,
  traffic,
} from "./traffic";
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
  quality,
  errors,
  latency,
  resources,
  healthComponents,
  healthHistory,
  compare,
  budget,
  report,
  digest,
  firstDay,
  sources,
  reconciliation,
  docsSearch,
  settings,
  search,
  events,
  ingest,
  traffic,
  shift,
  changes,
  rollback,
  rollbacks,
  rollbackDetail,
  postMortem,
  rollbackLabel,
  rollbackReason,
  rollbackUndo,
  assignment,
  releases,
  releaseDraft,
  releasePlan,
  releaseDetail,
  releaseVerb,
  releaseUndo,
  checklist,
  checklistTick,
  releaseRuns,
  releaseRunStart,
  releaseRunCancel,
  signOffs,
  releaseFigures,
  signOffCreate,
  signOffRevoke,
  notifications,
  notificationTest,
  digestSend,
  alerts,
  acknowledge,
  silences,
  silenceCreate,
  silenceExpire,
  automation,
  automationSet,
  flags,
  flagDetail,
  flagSwitch,
  audit,
  whoami,
  signIn,
  signOut,
  passwordChange,
  welcome,
  sessions,
  sessionRevoke,
  sessionsRevoke,
  users,
  userCreate,
  userChange,
  userReset,
  keys,
  keyCreate,
  keyRevoke,
  openapi,
  health,
  healthOfComponent,
  livez,
  readyz,
  metrics,
];
