import { receiversReached } from "@/db/queries/checklist-figures";
import { rollbackReports } from "@/db/queries/rollback-reports";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { met, notMet, type Proof, untold } from "@/lib/domain/proof";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { figure } from "@/lib/domain/words";
import { receiversOf } from "@/lib/server/notify/receivers";
import type { Scene } from "./evidence-scene";

/** Rules alone tell nobody: a receiver of alerts counts once something has reached it. */
export async function alerts({ app }: Scene): Promise<Proof> {
  const settings = app.settings();
  const rules = rulesInForce(settings).filter(({ dryRun }) => !dryRun).length;
  const told = receiversOf(settings).filter(({ setting }) => setting.tells.includes("alerts"));
  const inForce = `${rules} ${rules === 1 ? "rule is" : "rules are"} in force`;
  if (rules === 0) return notMet("no rule is in force: all of them only record");
  if (settings.demo !== null) return untold(`${inForce}; the demo tells nobody`);
  if (told.length === 0) return notMet(`${inForce}, but nobody is told: notify in the settings names whom`);
  const reached = await receiversReached(app.store.db);
  const known = told.filter(({ name }) => reached.includes(name)).map(({ name }) => name);
  if (known.length === 0) return untold(`${inForce}; no notification has reached ${told[0]?.name ?? ""} yet`);
  return met(`${inForce}; reached: ${known.join(", ")}`);
}

const DAY_MS = 86_400_000;
const REPORTS_MAX = 100;

/** A rollback that was verified is tested, and its report documents it, whichever release it ended. */
export async function rollbackTested(
  { app, nowMs }: Scene,
  { within_days }: Evidence<"rollback_tested">,
): Promise<Proof> {
  const reports = (await rollbackReports(app.store.db, REPORTS_MAX)).filter(
    ({ dry_run, changed, finished_at }) =>
      !dry_run && changed && nowMs - Date.parse(finished_at) <= within_days * DAY_MS,
  );
  const verified = reports.find(({ verification }) => verification.passed);
  if (verified !== undefined) return met(`report ${verified.id} is verified${took(verified.reaction_ms)}`);
  const [newest] = reports;
  if (newest !== undefined) return notMet(`the rollback of report ${newest.id} was not verified`);
  return untold(`nothing was rolled back within ${within_days} days: a shift and a rollback are such a test`);
}

const took = (ms: number | null): string => (ms === null ? "" : `, back in ${figure(ms)} ms`);
