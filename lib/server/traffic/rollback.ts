import { randomUUID } from "node:crypto";
import { releaseBackup } from "@/db/queries/releases";
import { rollbackReport } from "@/db/queries/rollback-reports";
import { trafficChange, trafficChanges, trafficRow } from "@/db/queries/traffic";
import { trafficOf } from "@/db/record/traffic";
import type { RollbackReport } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import { rollbackTarget, rolledBack, type Traffic } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { asking } from "./acting";
import { knownTraffic } from "./begin";
import { intended } from "./change";
import type { Wish } from "./outcome";
import { reportIdOf } from "./reports";
import type { Trip } from "./rollback-report";
import { nothingToUndo } from "./rollback-report";
import { RollbackRun } from "./rollback-run";
import { askedTarget, knownGood, type TargetHealth, targetHealth } from "./target";

export interface RollbackWish extends Wish {
  dryRun: boolean;
  /** Also where the target was asked and is not healthy. */
  confirm: boolean;
  /** The rule that asked for it; null where a person did. */
  trip?: Trip | null;
}

/** From the question to the answer. What is shared out below adds up to less, whatever hangs. */
const ROLLBACK_MS_MAX = 4500;
/** How long the acceptance waits for a database that somebody else writes. */
const ACCEPT_MS_MAX = 2000;
const ACCEPT_MS_MIN = 200;
/** Who has confirmed already does not wait for a target that hangs. */
const CONFIRMED_ASK_MS = 1000;

/**
 * Gives everything back to the environment that was live before, and reports step by step how that went.
 *
 * Needs no tag, outranks whatever is on its way, and changes nothing a second time. What is accepted is carried out,
 * also by the next start: a balancer that cannot be reached now is told as soon as it can be.
 *
 * @throws Problem impossible-now: the target is not healthy, and that was not confirmed; storage-unavailable;
 * driver-unreachable: who has the traffic was never read.
 */
export const rollBack = (app: App, wish: RollbackWish): Promise<RollbackReport> =>
  asking(() => attempted(app, wish, performance.now()));

async function attempted(app: App, wish: RollbackWish, startedMs: number): Promise<RollbackReport> {
  const startMs = app.nowMs();
  const row = wish.dryRun ? await trafficRow(app.store.db) : await knownTraffic(app, ACCEPT_MS_MAX);
  const before = row === null ? null : trafficOf(row);
  const to = await releaseBackup(app.store.db);
  const target = before === null ? null : rollbackTarget(before, row?.applied_green ?? null, to);
  if (before === null || target === null) return nothingToUndo(app, before, wish, startMs);
  const run = new RollbackRun(app, target, wish, { id: randomUUID(), startMs });
  const health = await run.ask(() => healthOf(app, target, wish));
  if (health.healthy === false && !wish.confirm && !wish.dryRun) throw unhealthy(target, health);
  if (wish.dryRun) return run.rehearsed(before, row?.applied_green ?? null);
  const leftMs = ROLLBACK_MS_MAX - (performance.now() - startedMs);
  const waitMs = Math.max(ACCEPT_MS_MIN, Math.min(ACCEPT_MS_MAX, leftMs));
  let joined = false;
  const decided = await run.accept(() =>
    intended(
      app,
      wish,
      (now, { applied_green: appliedGreen }) => {
        joined = now.moving?.kind === "rollback";
        return rollbackTarget(now, appliedGreen, to) === target
          ? rolledBack(now, { actor: wish.actor, nowMs: app.nowMs(), appliedGreen, to })
          : { refused: "nothing-to-undo", why: "somebody was faster" };
      },
      { waitMs },
    ),
  );
  // Somebody moved the traffic while the target was asked: what is to be undone now is another question.
  if ("refused" in decided) return attempted(app, wish, startedMs);
  return run.carriedOut(decided, joined);
}

/** A target that was healthy a moment ago need not be asked again: then the click acts at once. */
async function healthOf(app: App, target: Environment, { confirm }: RollbackWish): Promise<TargetHealth> {
  const known = await targetHealth(app, target);
  if (known !== null && knownGood(known, app.nowMs())) return known;
  const signal = confirm ? AbortSignal.timeout(CONFIRMED_ASK_MS) : new AbortController().signal;
  return askedTarget(app, target, signal);
}

const unhealthy = (target: Environment, { said }: TargetHealth): Problem =>
  new Problem(
    "impossible-now",
    `${target} ${said}; to give it everything all the same, confirm it: {"confirm": true}, or --confirm`,
    { extra: { target, said } },
  );

/** Carries out a rollback that was accepted and not done: its process ended, or the balancer did not take it. */
export async function resumedRollback(app: App, traffic: Traffic): Promise<boolean> {
  const { moving, epoch } = traffic;
  const target = rollbackTarget(traffic, null);
  if (moving === null || target === null) return true;
  const reason = (await trafficChange(app.store.db, epoch))?.reason ?? null;
  const wish = { actor: moving.actor, origin: "watch", reason, dryRun: false };
  const run = new RollbackRun(app, target, wish, { id: reportIdOf(epoch), startMs: moving.sinceMs });
  const report = await run.carriedOut(traffic, false);
  return report.times.confirmed !== null;
}

/** Reports the last rollback where its process ended between storing that it is done and its report. */
export async function reportedLate(app: App): Promise<void> {
  const { db } = app.store;
  const [change] = await trafficChanges(db, 1);
  if (change?.kind !== "rollback" || change.state !== "confirmed") return;
  const id = reportIdOf(change.epoch);
  const told = await rollbackReport(db, id);
  if (told !== null && told.times.confirmed !== null) return;
  const { actor, origin, reason, at_ms: startMs } = change;
  const target = change.to_green === 100 ? "green" : "blue";
  const run = new RollbackRun(app, target, { actor, origin, reason, dryRun: false }, { id, startMs });
  await run.told(change);
}
