import { type Draw, wholeBetween } from "@/lib/demo/random";
import type { Environment } from "@/lib/domain/environment";
import type { Check } from "@/lib/domain/release-look";
import { confirmed, edited, failed, remedy, rolledBack, shifted, type Traffic } from "@/lib/domain/traffic";

/** What goes wrong now, and until somebody repairs it. */
interface Faults {
  driver: "ok" | "refuse" | "hang";
  unreadable: boolean;
  /** Probes, sources. */
  silent: boolean;
  stale: boolean;
  /** The new version, and whether it serves nothing at all. */
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

const WRONGS: readonly Partial<Faults>[] = [
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
];

/** Draws of one story. */
export class Chance {
  readonly #draw: Draw;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  of = (odds: number): boolean => this.#draw() < odds;

  pick<T>(items: readonly T[]): T {
    return items[this.upTo(items.length - 1)] as T;
  }

  upTo = (most: number): number => wholeBetween(this.#draw, 0, most);
}

/** A balancer and its traffic by the product's own rules, with hands and editors that meddle, and faults. */
export class ReleaseOutside {
  readonly #chance: Chance;
  traffic: Traffic = { epoch: 1, live: "blue", previous: null, backup: null, green: 0, moving: null };
  /** What the balancer really does. */
  balancer = { blue: 100, green: 0 };
  faults: Faults = { ...WELL };
  /** Somebody else than a release has changed what is wanted since the last moment. */
  meddled = false;
  rollback: { epoch: number; actor: string } | null = null;
  /** Writes that hang, and may land later. */
  #late: { epoch: number; green: number }[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** A moment passes. `backup`: where everything goes back to, where a release knows that. */
  pass(nowMs: number, backup: Environment | null): void {
    this.meddled = false;
    if (this.#chance.of(0.15)) this.faults = { ...WELL };
    if (this.#chance.of(0.08)) this.faults = { ...this.faults, ...this.#chance.pick(WRONGS) };
    if (this.#chance.of(0.01)) this.#weigh(this.#chance.upTo(100));
    if (this.#chance.of(0.005)) this.#edit(nowMs);
    if (this.#chance.of(0.004)) this.rollBack("button", nowMs, backup);
    if (this.#chance.of(0.3)) this.#land();
    this.#watch();
  }

  /** The process that told the balancer is gone; what it had sent may still land. */
  die(): void {
    if (this.#chance.of(0.5)) this.#late = [];
  }

  get applied(): number | null {
    return this.faults.unreadable ? null : this.balancer.green;
  }

  shift(green: number, nowMs: number): void {
    const after = shifted(this.traffic, { green, kind: "shift", actor: "system", nowMs });
    if ("refused" in after) return;
    this.traffic = after;
    this.#send();
  }

  /** Where a release is under way, back is where it came from, whoever asks. */
  rollBack(actor: string, nowMs: number, to: Environment | null): void {
    const wish = { actor, nowMs, appliedGreen: this.applied };
    const after = rolledBack(this.traffic, to === null ? wish : { ...wish, to });
    if ("refused" in after) return;
    if (after.epoch !== this.traffic.epoch) {
      this.rollback = { epoch: after.epoch, actor };
      this.meddled ||= to === null;
    }
    this.traffic = after;
    this.#send();
  }

  #weigh(green: number): void {
    this.balancer = { blue: 100 - green, green };
  }

  /** Somebody writes into the state file. */
  #edit(nowMs: number): void {
    const says = {
      live: this.#chance.pick<Environment>(["blue", "green"]),
      previous: null,
      rolledBack: false,
    };
    const edit = { ...says, green: this.#chance.pick([0, 20, 50, 100]) };
    const after = edited(this.traffic, edit, this.balancer.green, nowMs);
    if (after === null) return;
    this.traffic = after;
    this.meddled = true;
    this.#weigh(edit.green);
  }

  /** Fencing: what was begun under an older epoch is void. */
  #land(): void {
    const late = this.#late.shift();
    if (late?.epoch === this.traffic.epoch) this.#weigh(late.green);
  }

  /** As `TrafficWatch` does. */
  #watch(): void {
    const applied = this.faults.unreadable ? null : { green: this.balancer.green, generation: "one" };
    const resent = this.#chance.of(0.5);
    const wanted = remedy(this.traffic, { applied, generation: "one", acting: false, resent });
    if (wanted.do === "confirm") this.traffic = confirmed(this.traffic);
    if (wanted.do === "give-up") this.traffic = failed(this.traffic);
    if (wanted.do === "send") this.#send();
  }

  #send(): void {
    const { epoch, green } = this.traffic;
    if (this.faults.driver === "hang") this.#late.push({ epoch, green });
    if (this.faults.driver === "refuse") this.traffic = failed(this.traffic);
    if (this.faults.driver !== "ok") return;
    this.#weigh(green);
    this.traffic = confirmed(this.traffic);
  }
}
