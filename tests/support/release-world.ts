import { drawsOf } from "@/lib/demo/random";
import { type Environment, other } from "@/lib/domain/environment";
import { drafted, isLive, type Release, wantedWeight } from "@/lib/domain/release";
import type { Effect, Stepped } from "@/lib/domain/release-effect";
import { type Command, type Look, type RuleFinding, VERBS, type Verb } from "@/lib/domain/release-look";
import type { PlanStep } from "@/lib/domain/release-plan";
import { resumed } from "@/lib/domain/release-restart";
import { step } from "@/lib/domain/release-step";
import { weightOf } from "@/lib/domain/traffic";
import { look, plan, says } from "./release";
import { Chance, ReleaseOutside } from "./release-outside";

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
const HOUR_MS = 3_600_000;
const LEAPS_MS = [-HOUR_MS, HOUR_MS, 400 * 24 * HOUR_MS, -30 * 24 * HOUR_MS];

/** What people mostly ask for, and how often they ask at all. */
const SENSIBLE: Partial<Record<Release["phase"]["name"], [Verb, number]>> = {
  draft: ["start", 0.3],
  held: ["resume", 0.3],
  completed: ["retire", 0.2],
  rollback_failed: ["close", 0.05],
};

/**
 * Releases in a world in which balancer, probes, people and clocks fail; and a shell that stores each step before it
 * does what the step asks for, does some of it late, and dies anywhere between. The same seed, the same story.
 */
export class ReleaseWorld {
  readonly #chance: Chance;
  readonly outside: ReleaseOutside;
  /** As a process that dies finds them again. */
  releases: Release[] = [];
  /** Time in which, as far as this world knows, a share could be seen and was right, since it began. */
  goodMs = 0;
  #wasGood = false;
  #automation = true;
  #automatic = 0;
  #quarantined = new Set<string>();
  #nowMs = NOW;
  #uptimeMs = 0;
  #elapsedMs = 0;
  #woken = false;
  #backupAgeMs: number | null = null;
  #samples = { candidate: 0, control: 0 };
  #startedEpoch = 0;
  #findings: readonly RuleFinding[] = [];
  #queued: [Effect, Release][] = [];

  constructor(seed: number) {
    this.#chance = new Chance(drawsOf(seed, 7));
    this.outside = new ReleaseOutside(this.#chance);
  }

  /** A moment passes: things break, people ask, a release takes a step, and its shell does what that asks for. */
  tick(): Taken | null {
    this.#pass();
    this.outside.pass(this.#nowMs, this.#backup);
    if (this.#chance.of(0.5)) this.#doLate();
    this.#findings = this.#judged();
    const aside = this.#aside();
    const before = aside ?? this.#opened();
    if (before === null) return null;
    const woken = this.#woken && aside === null;
    if (woken) this.#woken = false;
    const commands = aside === null ? this.#commands(before) : [this.#wish()];
    const seen = { ...this.#look(before, woken), commands };
    if (aside === null) this.#measure(before, seen);
    const after = woken ? resumed(before, seen) : step(before, seen);
    this.#store(before, after.release, seen);
    this.#carryOut(after);
    return { before, look: seen, after, woken };
  }

  /** What a person would be answered who asks for this alone, now. */
  asked(release: Release, command: Partial<Command> & Pick<Command, "verb">): Stepped {
    const one = { actor: "eve", reason: null, admin: true, ...command };
    return step(release, { ...this.#look(release, false), elapsedMs: 0, commands: [one] });
  }

  get #backup(): Environment | null {
    const live = this.releases.find(isLive);
    return live === undefined ? null : other(live.plan.environment);
  }

  #pass(): void {
    const odd = this.#chance.of(0.03);
    const ms = this.#chance.of(0.4) ? 1000 : this.#chance.pick([5000, 15_000, 30_000]);
    this.#elapsedMs = odd ? this.#chance.pick([-5000, Number.NaN, 0, 2 * HOUR_MS]) : ms;
    this.#uptimeMs += Math.max(0, this.#elapsedMs || 0);
    this.#nowMs += odd ? this.#chance.pick(LEAPS_MS) : ms;
    const probed = this.outside.faults.backup !== "mute" && this.#chance.of(0.7);
    this.#backupAgeMs = probed ? 0 : this.#backupAgeMs === null ? null : this.#backupAgeMs + ms;
    const more = () => (this.#chance.of(0.5) ? 1 : 0);
    const { candidate, control } = this.#samples;
    this.#samples = { candidate: candidate + more(), control: control + more() };
    if (this.#chance.of(0.02)) this.#automation = true;
  }

  /** Sometimes somebody asks for something of a release that is not the one under way. */
  #aside(): Release | null {
    if (!this.#chance.of(0.03)) return null;
    const others = this.releases.slice(0, -1).filter((one) => !isLive(one));
    return others.length === 0 ? null : this.#chance.pick(others);
  }

  /** The release that is under way, else the newest, or a new one. */
  #opened(): Release | null {
    const now = this.releases.find(isLive) ?? this.releases.at(-1);
    const open = now !== undefined && (now.phase.name === "draft" || isLive(now));
    if (this.#chance.of(open ? 0.01 : 0.2) || now === undefined) this.#draft();
    return open ? now : (this.releases.at(-1) ?? null);
  }

  #draft(): void {
    const environment = other(this.outside.traffic.live);
    const version = this.#chance.pick(["sprint-15", "sprint-16"]);
    const made = plan({ version, environment, steps: STEPS, backupHoldMs: BACKUP_MS });
    const id = String(this.releases.length);
    this.releases.push(drafted(made, { id, createdMs: this.#nowMs, createdBy: "ada" }));
  }

  #store(before: Release, after: Release, seen: Look): void {
    const stored: Release = JSON.parse(JSON.stringify(after));
    this.releases = this.releases.map((one) => (one.id === after.id ? stored : one));
    if (after.phase.name === "observing" && before.phase.name === "shifting") {
      this.#samples = { candidate: 0, control: 0 };
      this.goodMs = 0;
      this.#wasGood = seen.readable && seen.probed;
    }
    if (before.phase.name === "draft" && after.phase.name === "preflight")
      this.#startedEpoch = this.outside.traffic.epoch;
  }

  /** What a step asks for, in its order. A busy machine does some of it later, when something else may have come first. */
  #carryOut({ effects, release }: Stepped): void {
    for (const effect of effects) {
      if (this.#chance.of(0.01)) {
        this.#die();
        return;
      }
      if (effect.kind === "shift" && this.#chance.of(0.1)) this.#queued.push([effect, release]);
      else this.#do(effect, release);
    }
    if (this.#chance.of(0.015)) this.#die();
  }

  #doLate(): void {
    const queued = this.#queued.shift();
    if (queued !== undefined) this.#do(...queued);
  }

  #do(effect: Effect, release: Release): void {
    if (effect.kind === "shift") this.#shift(effect, release);
    if (effect.kind === "rollback") {
      if (effect.automatic && release.forMs === 0) this.#automatic += 1;
      this.outside.rollBack(effect.actor, this.#nowMs, effect.to);
    }
    const answers = this.outside.faults.backup !== "mute" && this.#chance.of(0.8);
    if (effect.kind === "probe" && effect.of === "backup" && answers) this.#backupAgeMs = 0;
    if (effect.kind === "quarantine") this.#quarantined.add(effect.version);
    if (effect.kind === "automation_off") this.#automation = false;
    if (effect.kind === "retire") this.outside.traffic = { ...this.outside.traffic, backup: null };
  }

  /** A share counts only as long as the release is as it was when it asked for it. */
  #shift({ weight, revision }: Effect & { kind: "shift" }, { id, plan: { environment } }: Release): void {
    if (this.releases.find((one) => one.id === id)?.revision !== revision) return;
    this.outside.shift(weightOf(environment, weight), this.#nowMs);
  }

  /** The process is gone: what it knew beside the store is lost, and the next one begins. */
  #die(): void {
    this.#woken = true;
    this.#uptimeMs = 0;
    this.#backupAgeMs = null;
    this.#wasGood = false;
    this.#queued = [];
    this.outside.die();
  }

  /** Counts for itself what the release counts, from what is so, and not from what it says. */
  #measure(release: Release, { elapsedMs, readable, probed, traffic }: Look): void {
    const weight = wantedWeight(release);
    const good = readable && probed && traffic.applied === weight && traffic.wanted === weight;
    if (release.phase.name === "observing" && good && this.#wasGood && Number.isFinite(elapsedMs))
      this.goodMs += Math.min(60_000, Math.max(0, elapsedMs));
    this.#wasGood = good;
  }

  #look(release: Release, woken: boolean): Look {
    const { environment, version } = release.plan;
    const { faults, traffic, applied, rollback } = this.outside;
    const back = rollback?.epoch === traffic.epoch && rollback.epoch > this.#startedEpoch;
    return look(0, {
      nowMs: this.#nowMs,
      elapsedMs: woken ? 0 : this.#elapsedMs,
      uptimeMs: this.#uptimeMs,
      traffic: {
        applied: applied === null ? null : weightOf(environment, applied),
        wanted: weightOf(environment, traffic.green),
        moving: traffic.moving !== null,
        rolledBack: back ? { actor: rollback.actor, reason: null } : null,
      },
      findings: this.#findings,
      samples: this.#samples,
      readable: !faults.stale,
      probed: !faults.silent,
      candidateDown: faults.down,
      checks: [{ name: "health", state: faults.checks, said: faults.checks }],
      backup: {
        healthy: this.#backupAgeMs !== null && faults.backup !== "sick",
        ageMs: this.#backupAgeMs,
        misses: faults.backup === "ready" ? 0 : 3,
        said: faults.backup,
      },
      automation: this.#automation,
      guards: {
        planHash: "seen",
        anotherLive: this.releases.some((one) => one.id !== release.id && isLive(one)),
        quarantined: this.#quarantined.has(version) ? "it was rolled back" : null,
        coolingDown: false,
        missing: [],
        automaticRollbacks: this.#automatic,
      },
    });
  }

  #judged(): RuleFinding[] {
    const { sick, silent } = this.outside.faults;
    const shared = sick && this.#chance.of(0.3);
    const gates = this.#chance.of(0.01) ? "fail" : "not_enough_evidence";
    return [
      says(sick ? "fail" : "pass", { name: "errors" }, shared),
      says(gates, { name: "gates", action: { kind: "review" } }),
      says(silent ? "no_data" : "pass", { name: "probe", mustHaveData: true }),
      says(this.#chance.of(0.01) ? "fail" : "pass", { name: "trial", dryRun: true }),
    ];
  }

  #commands({ phase }: Release): Command[] {
    const [sensible, odds] = SENSIBLE[phase.name] ?? [null, 0.03];
    if (!this.#chance.of(odds)) return [];
    const first = this.#wish();
    const one = sensible !== null && this.#chance.of(0.8) ? { ...first, verb: sensible } : first;
    return this.#chance.of(0.1) ? [one, this.#wish()] : [one];
  }

  #wish(): Command {
    const [admin, confirm] = [this.#chance.of(0.8), this.#chance.of(0.5)];
    return { verb: this.#chance.pick(VERBS), actor: "ada", reason: "so", admin, planHash: "seen", confirm };
  }
}
