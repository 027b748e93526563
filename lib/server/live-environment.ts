import { trafficRow } from "@/db/queries/traffic";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { wholeText } from "@/lib/drivers/whole-file";
import type { App } from "./app";

/** Where the traffic is, and which version the state file says runs there; null where it does not say. */
export interface Live {
  environment: Environment;
  version: string | null;
}

const NOTHING_SAID: Live = { environment: "blue", version: null };

/**
 * Who is live as it is known of the traffic; before that is known, what the pipeline's state file says, else blue. The
 * version is the one that the state file names, where it speaks of the same environment.
 */
export async function liveEnvironment(app: App): Promise<Live> {
  const said = await saidLive(app);
  const known = await trafficRow(app.store.db);
  if (known === null || known.live === said.environment) return said;
  return { environment: known.live, version: null };
}

async function saidLive(app: App): Promise<Live> {
  const { stateFile } = app.settings().traffic;
  if (stateFile === null) return NOTHING_SAID;
  try {
    const said: unknown = JSON.parse((await wholeText(stateFile)) ?? "null");
    if (typeof said !== "object" || said === null || !("current" in said)) return NOTHING_SAID;
    const environment = ENVIRONMENTS.find((name) => name === said.current);
    if (environment === undefined) return NOTHING_SAID;
    const version = "version" in said && typeof said.version === "string" ? said.version : null;
    return { environment, version };
  } catch {
    return NOTHING_SAID; // It is written by others: absent or half-written is as good as none.
  }
}
