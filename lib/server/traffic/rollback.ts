import { randomUUID } from "node:crypto";
import { madeSince, sharedSinceMs } from "@/db/queries/exposure";
import { isoTime } from "@/db/queries/money";
import { assignedSince, lastAssignedMs, trafficRow } from "@/db/queries/traffic";
import { trafficOf } from "@/db/record/traffic";
import type { RollbackReport, RollbackStep } from "@/lib/contract/traffic";
import { type Environment, other } from "@/lib/domain/environment";
import { usd } from "@/lib/domain/money";
import { Problem } from "@/lib/domain/problem";
import { allOn, rollbackTarget, rolledBack, type Traffic, weightOf } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { carriedOut, type Ending, firstTraffic, intended, type Wish } from "./change";
import { trafficDriver } from "./driver";
import { keepReport } from "./reports";
import { askedTarget, knownGood, type TargetHealth, targetHealth } from "./target";

export interface RollbackWish extends Wish {
  dryRun: boolean;
  /** Also where the target was asked and is not healthy. */
  confirm: boolean;
}

/**
 * Gives everything back to the environment that was live before, and reports step by step how that went.
 *
 * Needs no tag, outranks whatever is on its way, and changes nothing a second time. What is accepted is carried out,
 * also by the next start: a balancer that cannot be reached now is told as soon as it can be.
 *
 * @throws Problem impossible-now: the target is not healthy, and that was not confirmed; storage-unavailable.
 */
export async function rollBack(app: App, wish: RollbackWish): Promise<RollbackReport> {
  const startedMs = app.nowMs();
  const row = await trafficRow(app.store.db);
  const before = row === null ? firstTraffic() : trafficOf(row);
  const target = rollbackTarget(before);
  if (target === null) return nothingToUndo(app, before, wish, startedMs);
  const run = new Run(app, before, target, wish, startedMs);
  const health = await run.ask();
  if (health.healthy === false && !wish.confirm && !wish.dryRun) throw unhealthy(target, health);
  if (wish.dryRun) return run.rehearsed();
  const accepted = await run.accept();
  if (accepted === null) return nothingToUndo(app, before, wish, startedMs);
  return run.carryOut(accepted);
}

const unhealthy = (target: Environment, { said }: TargetHealth): Problem =>
  new Problem(
    "impossible-now",
    `${target} ${said}; to give it everything all the same, confirm it: {"confirm": true}, or --confirm`,
    { extra: { target, said } },
  );

/** One rollback on its way: its steps as they come, and what the report needs in the end. */
class Run {
  readonly #app: App;
  readonly #before: Traffic;
  readonly #target: Environment;
  readonly #wish: RollbackWish;
  readonly #startedMs: number;
  readonly #steps: RollbackStep[] = [];
  #health: TargetHealth | null = null;

  constructor(app: App, before: Traffic, target: Environment, wish: RollbackWish, startedMs: number) {
    this.#app = app;
    this.#before = before;
    this.#target = target;
    this.#wish = wish;
    this.#startedMs = startedMs;
  }

  /** A target that was healthy a moment ago need not be asked again: then the click acts at once. */
  async ask(): Promise<TargetHealth> {
    const known = targetHealth(this.#target);
    const health = await this.#timed("target", async () => {
      const asked = known !== null && knownGood(known, this.#app.nowMs()) ? known : await this.#asked();
      const status = asked.healthy === null ? "skipped" : asked.healthy ? "done" : "failed";
      return { status, detail: `${this.#target} ${asked.said}`, value: asked };
    });
    this.#health = health;
    return health;
  }

  async accept(): Promise<Traffic | null> {
    return this.#timed("accepted", async () => {
      const wished = { actor: this.#wish.actor, nowMs: this.#app.nowMs() };
      const traffic = await intended(this.#app, this.#wish, (now) => rolledBack(now, wished));
      if ("refused" in traffic) return { status: "skipped", detail: "somebody was faster", value: null };
      const detail = `recorded: everything shall go to ${this.#target}`;
      return { status: "done", detail, value: traffic };
    });
  }

  async carryOut(traffic: Traffic): Promise<RollbackReport> {
    const acceptedMs = this.#app.nowMs();
    const ending = await this.#timed<Ending>("balancer", async () => {
      const value = await carriedOut(this.#app, traffic.epoch, this.#wish);
      if (value.state === "confirmed")
        return { status: "done", detail: `read back: ${value.applied.green} % for green`, value };
      const detail = value.state === "failed" ? `${value.why}; tried again until it is done` : "superseded";
      return { status: "failed", detail, value };
    });
    if (ending.state !== "confirmed") return this.#reported(acceptedMs, null, null);
    const confirmedMs = ending.atMs;
    const late = await this.#timed("new_work", async () => {
      const { [this.#from]: count } = await assignedSince(this.#app.store.db, traffic.epoch);
      const status = count === 0 ? "done" : "failed";
      return { status, detail: `${count} jobs given to ${this.#from} since`, value: count };
    });
    const passed = await this.#timed("verified", async () => {
      const applied = await trafficDriver(this.#app).read(AbortSignal.timeout(2500));
      const value = applied.green === allOn(this.#target) && late === 0;
      return { status: value ? "done" : "failed", detail: `read again: ${applied.green} % for green`, value };
    });
    return this.#reported(acceptedMs, confirmedMs, passed ? this.#app.nowMs() : null);
  }

  /** A dry run reads everything that a rollback would, and changes nothing. */
  async rehearsed(): Promise<RollbackReport> {
    const skipped = "a dry run changes nothing";
    this.#steps.push({ name: "accepted", status: "skipped", detail: skipped, ms: 0 });
    await this.#timed("balancer", async () => {
      const applied = await trafficDriver(this.#app).read(AbortSignal.timeout(2500));
      return { status: "done", detail: `can be read: ${applied.green} % for green now`, value: applied };
    }).catch(() => null);
    for (const name of ["new_work", "verified"] as const)
      this.#steps.push({ name, status: "skipped", detail: skipped, ms: 0 });
    return this.#report(null, null, null, true);
  }

  get #from(): Environment {
    return other(this.#target);
  }

  #asked(): Promise<TargetHealth> {
    return askedTarget(this.#app, this.#target, new AbortController().signal);
  }

  async #timed<T>(
    name: RollbackStep["name"],
    step: () => Promise<{ status: RollbackStep["status"]; detail: string; value: T }>,
  ): Promise<T> {
    const startedMs = performance.now();
    const ms = () => Math.round(performance.now() - startedMs);
    try {
      const { status, detail, value } = await step();
      this.#steps.push({ name, status, detail, ms: ms() });
      return value;
    } catch (error) {
      if (error instanceof Problem)
        this.#steps.push({ name, status: "failed", detail: error.message, ms: ms() });
      throw error;
    }
  }

  async #reported(acceptedMs: number, confirmedMs: number | null, verifiedMs: number | null) {
    const report = await this.#report(acceptedMs, confirmedMs, verifiedMs, true);
    try {
      await keepReport(this.#app, report);
    } catch (error) {
      // What was done is done: a store that cannot be written must not make it look undone.
      this.#app.log.error({ err: error, report: report.id }, "a rollback's report could not be stored");
    }
    return report;
  }

  async #report(
    acceptedMs: number | null,
    confirmedMs: number | null,
    verifiedMs: number | null,
    changed: boolean,
  ): Promise<RollbackReport> {
    const { db } = this.#app.store;
    const sinceMs = await sharedSinceMs(db, this.#from);
    const made = sinceMs === null ? NOTHING_MADE : await madeSince(db, this.#from, sinceMs);
    const lastMs = sinceMs === null ? null : await lastAssignedMs(db, this.#from, sinceMs);
    const row = await trafficRow(db);
    const applied = row?.applied_green ?? null;
    return {
      id: randomUUID(),
      dry_run: this.#wish.dryRun,
      changed,
      ...sides(this.#app, this.#before, this.#target),
      actor: this.#wish.actor,
      reason: this.#wish.reason,
      started_at: isoTime(this.#startedMs),
      finished_at: isoTime(this.#app.nowMs()),
      steps: this.#steps,
      verification: {
        passed: verifiedMs !== null,
        applied_weight: applied === null ? null : weightOf(this.#from, applied),
        assigned_since: lastMs !== null && confirmedMs !== null && lastMs > confirmedMs ? 1 : 0,
        target_healthy: this.#health?.healthy ?? null,
      },
      times: {
        first_bad: isoOrNull(made.firstErrorMs),
        tripped: null,
        accepted: isoOrNull(acceptedMs),
        confirmed: isoOrNull(confirmedMs),
        last_assigned: isoOrNull(lastMs),
        verified: isoOrNull(verifiedMs),
      },
      reaction_ms: acceptedMs === null || confirmedMs === null ? null : confirmedMs - this.#startedMs,
      exposure: { articles: made.articles, cost_usd: usd(made.costNano), since: isoOrNull(sinceMs) },
      not_undone: notUndone(this.#from, made.articles),
      label: null,
    };
  }
}

const NOTHING_MADE = { articles: 0, costNano: 0, firstErrorMs: null };

const isoOrNull = (atMs: number | null): string | null => (atMs === null ? null : isoTime(atMs));

function sides(app: App, before: Traffic, target: Environment): Pick<RollbackReport, "from" | "to"> {
  const side = (environment: Environment, green: number) => ({
    environment,
    version: app.settings().environments[environment].version,
    weight: weightOf(environment, green),
  });
  return { from: side(other(target), before.green), to: side(target, allOn(target)) };
}

const notUndone = (from: Environment, articles: number): string[] => [
  `jobs that ${from} has begun run to their end there`,
  `${articles} ${articles === 1 ? "article" : "articles"} made by ${from} stay as they are: look at them`,
];

function nothingToUndo(app: App, before: Traffic, wish: RollbackWish, startedMs: number): RollbackReport {
  const at = isoTime(startedMs);
  return {
    id: randomUUID(),
    dry_run: wish.dryRun,
    changed: false,
    ...sides(app, before, before.live),
    actor: wish.actor,
    reason: wish.reason,
    started_at: at,
    finished_at: isoTime(app.nowMs()),
    steps: [
      {
        name: "accepted",
        status: "skipped",
        detail: `${before.live} has everything already, and there is nothing to undo`,
        ms: 0,
      },
    ],
    verification: { passed: true, applied_weight: null, assigned_since: 0, target_healthy: null },
    times: {
      first_bad: null,
      tripped: null,
      accepted: null,
      confirmed: null,
      last_assigned: null,
      verified: null,
    },
    reaction_ms: null,
    exposure: { articles: 0, cost_usd: 0, since: null },
    not_undone: [],
    label: null,
  };
}
