import { assignedSince } from "@/db/queries/traffic";
import type { TrafficChangeRow } from "@/db/schema-traffic";
import type { RollbackReport, RollbackStep } from "@/lib/contract/traffic";
import { type Environment, other } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import { allOn, type Refusal, same, type Traffic } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { carriedOut, type Ending } from "./change";
import { trafficDriver } from "./driver";
import type { Wish } from "./outcome";
import { keepReport, reportIdOf } from "./reports";
import { type Facts, reported, type Trip } from "./rollback-report";
import type { TargetHealth } from "./target";

/** How long what is done already waits for a database that somebody else writes. */
const STORE_MS_MAX = 500;
const READ_MS_MAX = 700;

/** One rollback on its way: its steps as they come, and what the report needs in the end. */
export class RollbackRun {
  readonly #app: App;
  readonly #target: Environment;
  readonly #wish: Wish;
  readonly #facts: Facts;

  constructor(
    app: App,
    target: Environment,
    wish: Wish & { dryRun: boolean; trip?: Trip | null },
    { id, startMs }: { id: string; startMs: number },
  ) {
    this.#app = app;
    this.#target = target;
    this.#wish = wish;
    this.#facts = {
      id,
      epoch: null,
      dryRun: wish.dryRun,
      changed: true,
      actor: wish.actor,
      reason: wish.reason,
      trip: wish.trip ?? null,
      target,
      fromGreen: 0,
      startMs,
      steps: [],
      acceptedMs: null,
      confirmedMs: null,
      verifiedMs: null,
      appliedGreen: null,
      late: 0,
      health: null,
    };
  }

  async ask(asked: () => Promise<TargetHealth>): Promise<TargetHealth> {
    const health = await this.#timed("target", async () => {
      const value = await asked();
      const status = value.healthy === null ? "skipped" : value.healthy ? "done" : "failed";
      return { status, detail: `${this.#target} ${value.said}`, value };
    });
    this.#facts.health = health;
    return health;
  }

  accept(intend: () => Promise<Traffic | Refusal>): Promise<Traffic | Refusal> {
    return this.#timed<Traffic | Refusal>("accepted", async () => {
      const value = await intend();
      if ("refused" in value) return { status: "skipped", detail: "the traffic has moved meanwhile", value };
      return { status: "done", detail: `recorded: everything shall go to ${this.#target}`, value };
    });
  }

  /** Tells the balancer what was accepted, verifies it, and stores the report; `joined`: somebody else had wanted it. */
  async carriedOut(traffic: Traffic, joined: boolean): Promise<RollbackReport> {
    const facts = this.#facts;
    facts.id = reportIdOf(traffic.epoch);
    facts.epoch = traffic.epoch;
    facts.fromGreen = traffic.moving?.fromGreen ?? traffic.green;
    facts.acceptedMs = traffic.moving?.sinceMs ?? this.#app.nowMs();
    const ending = await this.#tell(traffic.epoch);
    if (ending.state === "confirmed") {
      facts.confirmedMs = ending.atMs;
      facts.appliedGreen = ending.applied.green;
      await this.#verify(traffic.epoch);
    }
    const report = await reported(this.#app, facts);
    return { ...(await this.#kept(report)), changed: !joined };
  }

  /** As `carriedOut`, of what is done and stored already. */
  async told({ epoch, from_green, at_ms, finished_ms }: TrafficChangeRow): Promise<RollbackReport> {
    const facts = this.#facts;
    facts.epoch = epoch;
    facts.fromGreen = from_green;
    facts.acceptedMs = at_ms;
    facts.confirmedMs = finished_ms;
    const detail = "found in the log: whoever did it ended before it could report";
    facts.steps.push({ name: "balancer", status: "done", detail, ms: (finished_ms ?? at_ms) - at_ms });
    await this.#verify(epoch);
    return this.#kept(await reported(this.#app, facts));
  }

  /** A dry run reads everything that a rollback would, and changes nothing. */
  async rehearsed({ green, moving }: Traffic, appliedGreen: number | null): Promise<RollbackReport> {
    const skipped = { status: "skipped" as const, detail: "a dry run changes nothing", ms: 0 };
    this.#facts.fromGreen = moving === null ? Math.round(appliedGreen ?? green) : green;
    this.#facts.steps.push({ name: "accepted", ...skipped });
    await this.#timed("balancer", async () => {
      const value = await this.#read();
      if (value === null) return { status: "failed", detail: "cannot be read", value };
      this.#facts.appliedGreen = value;
      return { status: "done", detail: `can be read: ${value} % for green now`, value };
    });
    for (const name of ["new_work", "verified"] as const) this.#facts.steps.push({ name, ...skipped });
    return reported(this.#app, this.#facts);
  }

  #tell(epoch: number): Promise<Ending> {
    return this.#timed<Ending>("balancer", async () => {
      const value = await carriedOut(this.#app, epoch, this.#wish, STORE_MS_MAX);
      if (value.state === "failed")
        return { status: "failed", detail: `${value.why}; tried again until it is done`, value };
      if (value.state === "superseded")
        return { status: "failed", detail: "something else was wanted meanwhile", value };
      const stored = value.stored ? "" : "; the database could not take that yet";
      return { status: "done", detail: `read back: ${value.applied.green} % for green${stored}`, value };
    });
  }

  async #verify(epoch: number): Promise<void> {
    const facts = this.#facts;
    const from = other(this.#target);
    await this.#timed("new_work", async () => {
      facts.late = (await assignedSince(this.#app.store.db, epoch))[from];
      const detail = `${facts.late} ${facts.late === 1 ? "job" : "jobs"} given to ${from} since`;
      return { status: facts.late === 0 ? "done" : "failed", detail, value: null };
    });
    await this.#timed("verified", async () => {
      const green = await this.#read();
      facts.appliedGreen = green;
      const there = same(green, allOn(this.#target));
      const passed = there && facts.late === 0 && facts.health?.healthy !== false;
      if (passed) facts.verifiedMs = this.#app.nowMs();
      const detail = green === null ? "cannot be read again" : `read again: ${green} % for green`;
      return { status: passed ? "done" : "failed", detail, value: null };
    });
  }

  /** Green's share as it is read now; null where nothing can be. */
  async #read(): Promise<number | null> {
    try {
      return (await trafficDriver(this.#app).read(AbortSignal.timeout(READ_MS_MAX))).green;
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  async #kept(report: RollbackReport): Promise<RollbackReport> {
    try {
      return await keepReport(this.#app, report, STORE_MS_MAX);
    } catch (error) {
      // What was done is done: a store that cannot be written must not make it look undone.
      this.#app.log.error({ err: error, report: report.id }, "a rollback's report could not be stored");
      return report;
    }
  }

  async #timed<T>(
    name: RollbackStep["name"],
    step: () => Promise<{ status: RollbackStep["status"]; detail: string; value: T }>,
  ): Promise<T> {
    const startedMs = performance.now();
    const { status, detail, value } = await step();
    this.#facts.steps.push({ name, status, detail, ms: Math.round(performance.now() - startedMs) });
    return value;
  }
}
