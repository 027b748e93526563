import type { Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { App } from "@/lib/server/app";
import type { ProbeSetting } from "@/lib/server/config-settings";
import { realPace } from "@/lib/server/pace";
import { Probe } from "@/lib/server/probe";

/** Commands among them start programs: not all at once. */
const AT_ONCE_MAX = 4;

/** Asks the probes anew that tell of an environment: those bound to it and, unless `own`, those bound to none. */
export async function probedAnew(
  app: App,
  environment: Environment,
  signal: AbortSignal,
  { own = false }: { own?: boolean } = {},
): Promise<void> {
  const waiting = app
    .settings()
    .probes.filter((probe) => probe.environment === environment || (!own && probe.environment === null));
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift())
      await asked(app, next, signal);
  };
  await Promise.all(Array.from({ length: AT_ONCE_MAX }, worker));
}

/** Beside the loop that asks it every so often, and with its patience. What cannot be stored now is not news of it. */
async function asked(app: App, setting: ProbeSetting, signal: AbortSignal): Promise<void> {
  const probe = new Probe(app, setting, realPace, { listed: false });
  const result = await probe.run(signal);
  if (result === null) return;
  try {
    await probe.store(result);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
