import { activeSilences, alertsState } from "@/db/queries/alerts";
import { releaseOnTrial } from "@/db/queries/release-on-trial";
import { alertLease, keepLease } from "@/db/record/alert-lease";
import { keepAlerts, recordEntry } from "@/db/record/alerts";
import { keepSilenceEnd } from "@/db/record/silences";
import type { Tx } from "@/db/schema";
import { step } from "@/lib/domain/alert";
import type { AlertEffect } from "@/lib/domain/alert-effect";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import type { AlertsState, Reading } from "@/lib/domain/alert-state";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { type Silence, silenceAtStart } from "@/lib/domain/silence";
import type { App } from "@/lib/server/app";
import { type FlagsKept, keptFlags } from "@/lib/server/flags/look";
import { queuedAlerts } from "@/lib/server/notify/queue";
import { inTransaction } from "@/lib/server/storage";
import { acting, heldElsewhere, LEASE_MS } from "@/lib/server/traffic/acting";
import { JudgedJobs } from "./judged-jobs";
import { type Beat, Pulse } from "./pulse";
import { readingsOf } from "./readings";
import { differs } from "./shown";
import { keptAutomation } from "./switch";

/** What a look has found, and what it asked for. Null where another process looks. */
export type Looked = { effects: readonly AlertEffect[]; state: AlertsState } | null;

interface Stored {
  before: AlertsState;
  after: AlertsState;
  effects: readonly AlertEffect[];
  flags: FlagsKept;
}

/**
 * Looks at the evidence again and again, one look at a time, and decides on the alerts. What it finds is one transaction:
 * state, history, notifications and flags are stored together or not at all, so a crash repeats nothing and loses
 * nothing. In memory it has only what a restart may forget.
 */
export class AlertWatch {
  readonly #app: App;
  readonly #clockMs: () => number;
  readonly #pulse = new Pulse();
  readonly #judged = new JudgedJobs();
  /** What kept evidence from being gathered, by alert: told once. */
  readonly #failing = new Map<string, string>();

  /** `clockMs` is a clock that only runs forward. */
  constructor(app: App, clockMs: () => number = () => performance.now()) {
    this.#app = app;
    this.#clockMs = clockMs;
  }

  /** @throws Problem storage-unavailable: nothing was looked at, and nothing follows from it. */
  async look(): Promise<Looked> {
    const app = this.#app;
    const { db } = app.store;
    try {
      const { looked_ms: lookedMs } = await alertLease(db);
      const beat = this.#pulse.beat(app.nowMs(), this.#clockMs(), lookedMs);
      const rules = rulesInForce(app.settings());
      const scene = { rules, state: await alertsState(db), beat, lookedMs, judged: this.#judged };
      const readings = await readingsOf(app, {
        ...scene,
        failed: (alert, error) => this.#failed(alert, error),
      });
      this.#worked(readings);
      const stored = await inTransaction(app, (tx) => storedLook(app, tx, { rules, readings, beat }));
      this.#pulse.kept(beat);
      if (stored === null) return null;
      this.#judged.kept();
      tell(app, stored);
      return { effects: stored.effects, state: stored.after };
    } catch (error) {
      this.#pulse.missed();
      throw error;
    }
  }

  #failed(alert: string, error: unknown): void {
    const words = error instanceof Error ? error.message : String(error);
    if (this.#failing.get(alert) !== words)
      this.#app.log.error({ err: error, alert }, "the evidence for a rule could not be gathered");
    this.#failing.set(alert, words);
  }

  #worked(readings: readonly Reading[]): void {
    for (const { rule, environment } of readings) this.#failing.delete(`${rule}/${environment ?? "all"}`);
  }
}

interface Seen {
  rules: readonly WatchedRule[];
  readings: readonly Reading[];
  beat: Beat;
}

/** Decides and stores; null where another process that still runs has the lease. */
async function storedLook(app: App, tx: Tx, { rules, readings, beat }: Seen): Promise<Stored | null> {
  const { atMs } = beat;
  const lease = await alertLease(tx);
  if (heldElsewhere(lease, atMs)) return null;
  const { holder } = acting();
  await keepLease(tx, holder, atMs + LEASE_MS);
  const before = await alertsState(tx);
  // What another process has looked at since is not ours to count.
  const passedMs = lease.holder === holder ? beat.passedMs : null;
  const automation = await keptAutomation(tx, atMs);
  const input = {
    ...{ readings, rules, automation },
    silences: await silencesNow(tx, before.clockMs, passedMs === null ? atMs : null),
    release: await releaseOnTrial(tx),
  };
  const { state: after, effects } = step(before, input, { atMs, passedMs });
  await keepAlerts(tx, before, after, atMs);
  for (const effect of effects) if (effect.kind === "record") await recordEntry(tx, effect);
  const now = { atMs, clockMs: after.clockMs };
  const flags = await keptFlags(app, tx, { alerts: after.alerts, automation, rules }, now);
  await queuedAlerts(app, tx, { effects, before, after, rules, flags: flags.flags });
  return { before, after, effects, flags };
}

/** The silences that hold; at a start (`startMs`, by the wall) the time in which nothing ran counts for them. */
async function silencesNow(tx: Tx, clockMs: number, startMs: number | null): Promise<Silence[]> {
  const active = await activeSilences(tx, clockMs);
  if (startMs === null) return active;
  const cut = active.map((silence) => silenceAtStart(silence, { atMs: startMs, clockMs }));
  for (const [index, silence] of cut.entries())
    if (silence.endsClockMs !== active[index]?.endsClockMs) await keepSilenceEnd(tx, silence);
  return cut;
}

function tell(app: App, { before, after, flags, effects }: Stored): void {
  if (differs(before, after)) app.bus.publish(["alerts"]);
  if (flags.changed) app.bus.publish(["flags"]);
  if (effects.some(({ kind }) => kind === "notify")) app.bus.publish(["notifications"]);
}
