import { type Draw, drawsOf, wholeBetween } from "@/lib/demo/random";
import { type Environment, other } from "@/lib/domain/environment";
import { drafted, isLive, type Release, wantedWeight } from "@/lib/domain/release";
import type { Effect, Stepped } from "@/lib/domain/release-effect";
import {
  type Check,
  type Command,
  type Look,
  type RuleFinding,
  VERBS,
  type Verb,
} from "@/lib/domain/release-look";
import type { PlanStep } from "@/lib/domain/release-plan";
import { resumed } from "@/lib/domain/release-restart";
import { step } from "@/lib/domain/release-step";
import {
  confirmed,
  edited,
  failed,
  remedy,
  rolledBack,
  shifted,
  type Traffic,
  weightOf,
} from "@/lib/domain/traffic";
import { look, plan, says } from "./release";

/** One step of a release as it was taken, for whoever judges it. */
export interface Taken {
  before: Release;
  look: Look;
  after: Stepped;
  woken: boolean;
}

const STEPS: readonly PlanStep[] = [
  { weight: 0, holdMs: 0, articles: 0 },
  { weight: 20, holdMs: 60_000, articles: 2 },
  { weight: 50, holdMs: 120_000, articles: 3 },
  { weight: 100, holdMs: 60_000, articles: 2 },
];
const BACKUP_MS = 10 * 60_000;
const NOW = Date.UTC(2026, 10, 23, 12);

/** What people mostly ask for, and how often they ask at all. */
const SENSIBLE: Partial<Record<Release["phase"]["name"], [Verb, number]>> = {
  draft: ["start", 0.3],
  held: ["resume", 0.3],
  completed: ["retire", 0.2],
  rollback_failed: ["close", 0.05],
};

/** What goes wrong now, and until somebody repairs it. */
interface Faults {
  driver: "ok" | "refuse" | "hang";
  unreadable: boolean;
  silent: boolean;
  stale: boolean;
  sick: boolean;
  down: boolean;
  backup: "ready" | "sick" | "mute";
  checks: Check["state"];
}

const WELL: Faults = {
  driver: "ok",
  unreadable: false,
  silent: false,
  stale: false,
  sick: false,
  down: false,
  backup: "ready",
  checks: "passed",
};

/**
 * A balancer, its traffic by the product's own rules, people, probes and clocks, all of which fail; and a shell that
 * stores each step before it does what the step asks for, and dies anywhere between. The same seed, the same story.
 */
export class ReleaseWorld {
  readonly #draw: Draw;
  /** As a process that dies finds it again. */
  releases: Release[] = [];
  traffic: Traffic = { epoch: 1, live: "blue", previous: null, backup: null, green: 0, moving: null };
  /** What the balancer really does. */
  balancer = { blue: 100, green: 0 };
  /** Somebody else than the release has changed what is wanted in this step. */
  meddled = false;
  /** Time in which, as far as this world knows, a share could be seen and was right, since it began. */
  goodMs = 0;
  automation = true;
  automatic: number[] = [];
  #faults: Faults = { ...WELL };
  #nowMs = NOW;
  #uptimeMs = 0;
  #elapsedMs = 0;
  #woken = false;
  #backupAgeMs: number | null = null;
  #samples = { candidate: 0, control: 0 };
  #quarantined = new Set<string>();
  #rollback: { epoch: number; actor: string } | null = null;
  #startedEpoch = 0;
  #wasGood = false;
  #findings: readonly RuleFinding[] = [];
  /** Writes that hang, and may land later. */
  #late: { epoch: number; green: number }[] = [];

  constructor(seed: number) {
    this.#draw = drawsOf(seed, 7);
  }

  /** The release that is live, else the newest. */
  get current(): Release | undefined {
    return this.releases.find(isLive) ?? this.releases.at(-1);
  }

  /** A moment passes: things break, people ask, the release takes a step, and its shell does what that asks for. */
  tick(): Taken | null {
    this.meddled = false;
    this.#pass();
    this.#break();
    this.#meddle();
    this.#watch();
    const before = this.#opened();
    if (before === null) return null;
    const woken = this.#woken;
    this.#woken = false;
    this.#findings = this.#judged();
    const seen = { ...this.#look(before, woken), commands: this.#commands() };
    this.#measure(before, seen);
    const after = woken ? resumed(before, seen) : step(before, seen);
    this.#store(before, after.release, seen);
    for (const effect of after.effects) {
      if (this.#chance(0.01)) {
        this.#die();
        break;
      }
      this.#do(effect, after.release);
    }
    if (this.#chance(0.015)) this.#die();
    return { before, look: seen, after, woken };
  }

  /** As a person would find it who looks now, and asks for this alone. */
  asked(release: Release, command: Partial<Command> & Pick<Command, "verb">): Stepped {
    const seen = this.#look(release, false);
    return step(release, {
      ...seen,
      elapsedMs: 0,
      commands: [{ actor: "eve", reason: null, admin: true, ...command }],
    });
  }

  #chance = (odds: number): boolean => this.#draw() < odds;

  #pick<T>(items: readonly T[]): T {
    return items[wholeBetween(this.#draw, 0, items.length - 1)] as T;
  }

  #pass(): void {
    const odd = this.#chance(0.03);
    const ms = this.#chance(0.4) ? 1000 : this.#pick([5000, 15_000, 30_000]);
    this.#elapsedMs = odd ? this.#pick([-5000, Number.NaN, 0, 7_200_000]) : ms;
    this.#uptimeMs += Math.max(0, this.#elapsedMs || 0);
    this.#nowMs += odd ? this.#pick([-3_600_000, 3_600_000, 400 * 86_400_000, -30 * 86_400_000]) : ms;
    const probes = this.#faults.backup !== "mute" && this.#chance(0.7);
    this.#backupAgeMs = probes ? 0 : this.#backupAgeMs === null ? null : this.#backupAgeMs + ms;
    if (this.#chance(0.5)) this.#samples = { ...this.#samples, candidate: this.#samples.candidate + 1 };
    if (this.#chance(0.5)) this.#samples = { ...this.#samples, control: this.#samples.control + 1 };
  }

  #break(): void {
    if (this.#chance(0.15)) this.#faults = { ...WELL };
    if (!this.#chance(0.08)) return;
    const wrong: Partial<Faults> = this.#pick<Partial<Faults>>([
      { driver: "refuse" },
      { driver: "hang" },
      { unreadable: true },
      { silent: true },
      { stale: true },
      { sick: true },
      { sick: true, down: true },
      { backup: "sick" },
      { backup: "mute" },
      { checks: "failed" },
      { checks: "running" },
    ]);
    this.#faults = { ...this.#faults, ...wrong };
  }

  /** Hands at the balancer, editors of the state file, and the button that needs no release. */
  #meddle(): void {
    if (this.#chance(0.01)) this.#weigh(wholeBetween(this.#draw, 0, 100));
    if (this.#chance(0.005)) {
      const says = { live: this.#pick<Environment>(["blue", "green"]), previous: null, rolledBack: false };
      const edit = { ...says, green: this.#pick([0, 20, 50, 100]) };
      const after = edited(this.traffic, edit, this.balancer.green, this.#nowMs);
      if (after !== null) {
        this.traffic = after;
        this.meddled = true;
        this.#weigh(edit.green);
      }
    }
    if (this.#chance(0.004)) this.#rollBack("button");
    if (this.#chance(0.02)) this.automation = true;
    const [late] = this.#late;
    if (late !== undefined && this.#chance(0.3)) {
      this.#late.shift();
      // Fencing: what was begun under an older epoch is void.
      if (late.epoch === this.traffic.epoch) this.#weigh(late.green);
    }
  }

  #weigh(green: number): void {
    this.balancer = { blue: 100 - green, green };
  }

  /** As `TrafficWatch` does. */
  #watch(): void {
    const readable = !this.#faults.unreadable;
    const applied = readable ? { green: this.balancer.green, generation: "one" } : null;
    const wanted = remedy(this.traffic, {
      applied,
      generation: "one",
      acting: false,
      resent: this.#chance(0.5),
    });
    if (wanted.do === "confirm") this.traffic = confirmed(this.traffic);
    if (wanted.do === "give-up") this.traffic = failed(this.traffic);
    if (wanted.do === "send") this.#send();
  }

  #send(): void {
    const { epoch, green } = this.traffic;
    switch (this.#faults.driver) {
      case "ok":
        this.#weigh(green);
        this.traffic = confirmed(this.traffic);
        return;
      case "hang":
        this.#late.push({ epoch, green });
        return;
      default:
        this.traffic = failed(this.traffic);
    }
  }

  /** Where a release is under way, back is where it came from, whoever asks. */
  #rollBack(actor: string): void {
    const live = this.releases.find(isLive);
    const wish = {
      actor,
      nowMs: this.#nowMs,
      appliedGreen: this.#faults.unreadable ? null : this.balancer.green,
    };
    const after = rolledBack(this.traffic, live ? { ...wish, to: other(live.plan.environment) } : wish);
    if ("refused" in after) return;
    if (after.epoch !== this.traffic.epoch) {
      this.#rollback = { epoch: after.epoch, actor };
      this.meddled ||= live === undefined;
    }
    this.traffic = after;
    this.#send();
  }

  #do(effect: Effect, release: Release): void {
    if (effect.kind === "shift") this.#shift(effect, release);
    if (effect.kind === "rollback") {
      if (effect.automatic && release.forMs === 0) this.automatic.push(this.#nowMs);
      this.#rollBack(effect.actor);
    }
    const answers = this.#faults.backup !== "mute" && this.#chance(0.8);
    if (effect.kind === "probe" && effect.of === "backup" && answers) this.#backupAgeMs = 0;
    if (effect.kind === "quarantine") this.#quarantined.add(effect.version);
    if (effect.kind === "automation_off") this.automation = false;
    if (effect.kind === "retire") this.traffic = { ...this.traffic, backup: null };
  }

  /** A share counts only as long as the release is as it was when it asked for it. */
  #shift({ weight, revision }: Effect & { kind: "shift" }, { id, plan: { environment } }: Release): void {
    if (this.releases.find((one) => one.id === id)?.revision !== revision) return;
    const wish = { kind: "shift" as const, actor: "system", nowMs: this.#nowMs };
    const after = shifted(this.traffic, { green: weightOf(environment, weight), ...wish });
    if ("refused" in after) return;
    this.traffic = after;
    this.#send();
  }

  /** The process is gone: what it knew beside the store is lost, and the next one begins. */
  #die(): void {
    this.#woken = true;
    this.#uptimeMs = 0;
    this.#backupAgeMs = null;
    this.#wasGood = false;
    if (this.#chance(0.5)) this.#late = [];
  }

  #opened(): Release | null {
    const now = this.current;
    if (now !== undefined && (now.phase.name === "draft" || isLive(now))) {
      if (this.#chance(0.01)) this.#draft();
      return now;
    }
    if (now !== undefined && this.#chance(0.8)) return now;
    this.#draft();
    return this.current ?? null;
  }

  #draft(): void {
    const environment = other(this.traffic.live);
    const version = this.#pick(["sprint-15", "sprint-16"]);
    const made = plan({ version, environment, steps: STEPS, backupHoldMs: BACKUP_MS });
    const id = String(this.releases.length);
    this.releases.push(drafted(made, { id, createdMs: this.#nowMs, createdBy: "ada" }));
  }

  #store(before: Release, after: Release, seen: Look): void {
    const stored: Release = structuredClone(after);
    this.releases = this.releases.map((one) => (one.id === after.id ? stored : one));
    const begins = after.phase.name === "observing" && before.phase.name !== "observing";
    if (begins && before.phase.name === "shifting") {
      this.#samples = { candidate: 0, control: 0 };
      this.goodMs = 0;
      this.#wasGood = seen.readable && seen.probed;
    }
    if (before.phase.name === "draft" && after.phase.name === "preflight")
      this.#startedEpoch = this.traffic.epoch;
  }

  /** Counts for itself what the release counts, from what is so, and not from what it says. */
  #measure(release: Release, { elapsedMs, readable, probed, traffic }: Look): void {
    const { phase } = release;
    const weight = wantedWeight(release);
    const good = readable && probed && traffic.applied === weight && traffic.wanted === weight;
    if (phase.name === "observing" && good && this.#wasGood && Number.isFinite(elapsedMs))
      this.goodMs += Math.min(60_000, Math.max(0, elapsedMs));
    this.#wasGood = good;
  }

  #look(release: Release, woken: boolean): Look {
    const { environment } = release.plan;
    const faults = this.#faults;
    const rollback = this.#rollback;
    const ours =
      rollback !== null && rollback.epoch === this.traffic.epoch && rollback.epoch > this.#startedEpoch;
    const checks: Check[] = [{ name: "health", state: faults.checks, said: faults.checks }];
    return look(0, {
      nowMs: this.#nowMs,
      elapsedMs: woken ? 0 : this.#elapsedMs,
      uptimeMs: this.#uptimeMs,
      commands: [],
      traffic: {
        applied: faults.unreadable ? null : weightOf(environment, this.balancer.green),
        wanted: weightOf(environment, this.traffic.green),
        moving: this.traffic.moving !== null,
        rolledBack: ours ? { actor: rollback.actor, reason: null } : null,
      },
      findings: this.#findings,
      samples: this.#samples,
      readable: !faults.stale,
      probed: !faults.silent,
      candidateDown: faults.down,
      checks,
      backup: {
        healthy: this.#backupAgeMs === null ? false : faults.backup !== "sick",
        ageMs: this.#backupAgeMs,
        misses: faults.backup === "ready" ? 0 : 3,
        said: faults.backup,
      },
      automation: this.automation,
      guards: {
        planHash: "seen",
        anotherLive: this.releases.some((one) => one.id !== release.id && isLive(one)),
        quarantined: this.#quarantined.has(release.plan.version) ? "it was rolled back" : null,
        coolingDown: false,
        automaticRollbacks: this.automatic.length,
      },
    });
  }

  #judged(): RuleFinding[] {
    const { sick, silent } = this.#faults;
    const shared = sick && this.#chance(0.3);
    return [
      says(sick ? "fail" : "pass", { name: "errors" }, shared),
      says(this.#chance(0.01) ? "fail" : "not_enough_evidence", {
        name: "gates",
        action: { kind: "review" },
      }),
      says(silent ? "no_data" : "pass", { name: "probe", mustHaveData: true }),
    ];
  }

  #commands(): Command[] {
    const [sensible, odds] = SENSIBLE[this.current?.phase.name ?? "draft"] ?? [null, 0.03];
    if (!this.#chance(odds)) return [];
    const verb = sensible !== null && this.#chance(0.8) ? sensible : this.#pick(VERBS);
    const one = {
      actor: "ada",
      reason: "so",
      admin: this.#chance(0.8),
      planHash: "seen",
      confirm: this.#chance(0.5),
    };
    return [{ ...one, verb }, ...(this.#chance(0.1) ? [{ ...one, verb: this.#pick(VERBS) }] : [])];
  }
}
