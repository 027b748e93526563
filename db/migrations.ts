import type { Migration } from "kysely/migration";
import * as telemetry from "./migrations/0001-telemetry";
import * as signals from "./migrations/0002-signals";
import * as traffic from "./migrations/0003-traffic";
import * as access from "./migrations/0004-access";
import * as eventHead from "./migrations/0005-event-head";
import * as alerts from "./migrations/0006-alerts";
import * as releases from "./migrations/0007-releases";
import * as governance from "./migrations/0008-governance";

/** In order of name. A released migration is never edited: what changes later is a new one. */
export const migrations: Record<string, Migration> = {
  "0001-telemetry": telemetry,
  "0002-signals": signals,
  "0003-traffic": traffic,
  "0004-access": access,
  "0005-event-head": eventHead,
  "0006-alerts": alerts,
  "0007-releases": releases,
  "0008-governance": governance,
};
