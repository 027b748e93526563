import { isoTime } from "@/db/queries/money";
import { quarantineOf } from "@/db/queries/releases";
import { planWishOf, type ReleasePlanReply, type ReleaseWish } from "@/lib/contract/release-plan";
import { oddsOfFalseAlarm, oddsOfFalseGuard } from "@/lib/domain/odds";
import { Problem } from "@/lib/domain/problem";
import { drafted } from "@/lib/domain/release";
import { startRefusal } from "@/lib/domain/release-guards";
import { type FalseAlarmOdds, forecast, type Plan, planned } from "@/lib/domain/release-plan";
import { backupOf } from "@/lib/domain/release-rollback";
import { requiredBy } from "@/lib/domain/requirement";
import type { App } from "@/lib/server/app";
import { askedTarget } from "@/lib/server/traffic/target";
import { guardedMetric, pastOf } from "./evidence";
import { rehearsed } from "./rehearsal";
import { backupNow, planReply, quarantineReply } from "./reply";
import { backupLook, guardsOf, planHashOf, trafficLook } from "./scene";

/** @throws Problem bad-input: what was wished for is no plan */
export function planOf(app: App, wish: ReleaseWish): Plan {
  const requires = requiredBy(app.settings().releases.requires, wish.requires ?? []);
  const plan = planned(planWishOf(wish, requires));
  if ("mistake" in plan) throw new Problem("bad-input", `steps: ${plan.mistake}`);
  return plan;
}

/** What a release would do, what there will be to see, and whether it could go back. Changes nothing. */
export async function planShown(app: App, wish: ReleaseWish): Promise<ReleasePlanReply> {
  const { db } = app.store;
  const plan = planOf(app, wish);
  const nowMs = app.nowMs();
  const past = await pastOf(app, plan);
  const { steps, backupUntilMs, rules } = forecast(plan, past, nowMs, ODDS);
  const backup = backupOf({ plan });
  const rehearsal = await rehearsed(app);
  await askedTarget(app, backup, new AbortController().signal);
  const quarantine = await quarantineOf(db, plan.version);
  return {
    plan: planReply(plan),
    plan_hash: planHashOf(app, plan),
    steps: zipped(planReply(plan).steps, steps).map(([step, { startsMs, endsMs, waitsFor, samples }]) => ({
      ...step,
      starts_at: isoOrNull(startsMs),
      ends_at: isoOrNull(endsMs),
      waits_for: waitsFor,
      expected: samples,
    })),
    backup_until: isoOrNull(backupUntilMs),
    articles_per_day: past.articlesPerDay,
    rules: zipped(past.rules, rules).map(([{ rule }, { name, samples, evidence, falseAlarm }]) => ({
      name,
      severity: rule.severity,
      action: rule.action.kind,
      dry_run: rule.dryRun,
      samples,
      evidence,
      false_alarm: falseAlarm,
    })),
    backup: { ...backupNow(app, backup, await backupLook(app, backup)), until: null },
    rehearsal,
    quarantine: quarantine === null ? null : quarantineReply(quarantine),
    obstacles: await obstacles(app, plan),
  };
}

/** The odds that are known: of errors with the default floors, and of guards. */
const ODDS: FalseAlarmOdds = (rule, samples) => {
  if (rule.metric === "error_rate") return oddsOfFalseAlarm(samples);
  const metric = guardedMetric(rule);
  return metric === null ? null : oddsOfFalseGuard(metric, samples);
};

/** What a start by an ordinary operator would be refused for now. */
async function obstacles(app: App, plan: Plan): Promise<string[]> {
  const { db } = app.store;
  const release = drafted(plan, { id: "", createdMs: app.nowMs(), createdBy: "" });
  const guards = await guardsOf(app, db, release);
  const command = {
    verb: "start",
    actor: "",
    reason: null,
    admin: false,
    planHash: guards.planHash,
  } as const;
  const traffic = await trafficLook(db, { started_epoch: null }, plan.environment);
  const refusal = startRefusal(release, command, { guards, traffic });
  return refusal === null ? [] : [refusal.why];
}

/** A forecast is in the order of what it is of. */
const zipped = <A, B>(ones: readonly A[], others: readonly B[]): [A, B][] =>
  ones.flatMap((one, index) => {
    const other = others[index];
    return other === undefined ? [] : [[one, other] as [A, B]];
  });

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : isoTime(ms));
