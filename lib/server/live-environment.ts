import { readFile } from "node:fs/promises";
import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import type { App } from "./app";

/** Where the traffic is, and which version the state file says runs there; null where it does not say. */
export interface Live {
  environment: Environment;
  version: string | null;
}

const NOTHING_SAID: Live = { environment: "blue", version: null };

/** What the pipeline's state file says is live; blue where there is no such file or it cannot be read. */
export async function liveEnvironment(app: App): Promise<Live> {
  const { stateFile } = app.settings().traffic;
  if (stateFile === null) return NOTHING_SAID;
  try {
    const said: unknown = JSON.parse(await readFile(stateFile, "utf8"));
    if (typeof said !== "object" || said === null || !("current" in said)) return NOTHING_SAID;
    const environment = ENVIRONMENTS.find((name) => name === said.current);
    if (environment === undefined) return NOTHING_SAID;
    const version = "version" in said && typeof said.version === "string" ? said.version : null;
    return { environment, version };
  } catch {
    return NOTHING_SAID; // It is written by others: absent or half-written is as good as none.
  }
}
