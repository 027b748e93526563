import type { Release } from "@/lib/domain/release";
import type { App } from "@/lib/server/app";
import { healthView } from "@/lib/server/health-view";
import { probedAnew } from "@/lib/server/runs/probed";
import type { Answer } from "./answer";

/**
 * Whether what runs in the environment under release says that it is the version of the release. Only what is bound to
 * that environment counts, asked anew where it can be; what is overdue may be of the version before, and says nothing.
 */
export async function versionFits(app: App, { plan }: Release): Promise<Answer> {
  const { environment, version } = plan;
  await probedAnew(app, environment, app.closing.signal, { own: true });
  const { components } = await healthView(app, environment);
  const [newest] = components
    .filter(({ verdict }) => !verdict.stale)
    .flatMap(({ result }) => (result?.environment === environment && result.version !== null ? [result] : []))
    .sort((a, b) => b.received_ms - a.received_ms || b.id - a.id);
  if (newest === undefined) return { passed: true, said: `${environment} does not say its version` };
  const said = newest.version;
  return said === version
    ? { passed: true, said: `${environment} says ${said}` }
    : { passed: false, said: `${environment} says ${said}, the release is ${version}` };
}
