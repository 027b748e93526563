import { step } from "@/lib/domain/alert";
import type { Act, AlertEffect, Entry, Notify } from "@/lib/domain/alert-effect";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import {
  type Alert,
  type AlertsState,
  type Automation,
  NO_ALERTS,
  type OnTrial,
  type Reading,
} from "@/lib/domain/alert-state";
import { ORDINARY } from "@/lib/domain/default-rules";
import type { Finding } from "@/lib/domain/finding";
import type { Silence } from "@/lib/domain/silence";
import { breaks } from "@/lib/domain/threshold-rule";

export const START_MS = Date.UTC(2026, 10, 23, 12);

export const AUTOMATION: Automation = { on: true, why: "", by: "system", sinceMs: START_MS };

/** A rule that fires above 100 at once and is resolved at once, unless said otherwise. */
export const ruleOf = (more: Partial<WatchedRule> = {}): WatchedRule => ({
  ...ORDINARY,
  ...{ name: "heat", severity: "high", metric: "memory_bytes", op: ">", threshold: 100 },
  ...{ clearForMs: 0, renotifyMs: null },
  ...more,
});

export const finding = (verdict: Finding["verdict"], value: number | null = null): Finding => ({
  ...{ verdict, value, n: value === null ? 0 : 30, k: null, interval: null },
  said: value === null ? verdict : `at ${value}`,
});

/** A verdict by itself, a figure that is judged by the rule's operator and threshold, or whatever a judge says. */
export type Said = Finding["verdict"] | number | Finding | "stale" | "unasked";

function saidOf({ op, threshold }: WatchedRule, said: Said): Finding {
  if (typeof said === "object") return said;
  if (typeof said === "number") return finding(breaks(said, op, threshold) ? "fail" : "pass", said);
  return finding(said === "stale" || said === "unasked" ? "fail" : said, said === "fail" ? 101 : null);
}

export const readingOf = (rule: WatchedRule, said: Said, environment: Reading["environment"]): Reading => ({
  ...{ rule: rule.name, environment, stale: said === "stale", finding: saidOf(rule, said) },
});

/** The engine with one rule in one environment, a clock of its own, and all that it ever asked for. */
export class Watch {
  state: AlertsState = NO_ALERTS;
  effects: AlertEffect[] = [];
  rules: WatchedRule[];
  silences: Silence[] = [];
  automation = AUTOMATION;
  release: OnTrial | null = null;
  environment: Reading["environment"] = "green";
  atMs = START_MS;
  #started = false;

  constructor(...rules: WatchedRule[]) {
    this.rules = rules.length === 0 ? [ruleOf()] : rules;
  }

  /** One look, that many seconds after the one before. Answers what it asked for. */
  look(said: Said, seconds = 5): AlertEffect[] {
    const passedMs = seconds * 1000;
    this.atMs += passedMs;
    const readings =
      said === "unasked" ? [] : this.rules.map((rule) => readingOf(rule, said, this.environment));
    const { rules, silences, automation, release } = this;
    const input = { readings, rules, silences, automation, release };
    const look = { atMs: this.atMs, passedMs: this.#started ? passedMs : null };
    const { state, effects } = step(this.state, input, look);
    this.#started = true;
    this.state = state;
    this.effects.push(...effects);
    return effects;
  }

  looks(...all: Said[]): this {
    for (const said of all) this.look(said);
    return this;
  }

  /** The process dies, and another one takes up what was stored, that many seconds later. */
  restart(seconds = 0): this {
    this.state = JSON.parse(JSON.stringify(this.state));
    this.atMs += seconds * 1000;
    this.#started = false;
    return this;
  }

  get alert(): Alert {
    return this.state.alerts[0]!;
  }

  get told(): string[] {
    return notifications(this.effects).map(({ transition }) => transition);
  }

  get acts(): Act[] {
    return this.effects.filter((effect) => effect.kind === "act");
  }

  get history(): string[] {
    return entries(this.effects).map(({ entry }) => entry);
  }
}

export const notifications = (effects: readonly AlertEffect[]): Notify[] =>
  effects.filter((effect) => effect.kind === "notify");

export const entries = (effects: readonly AlertEffect[]): Entry[] =>
  effects.filter((effect) => effect.kind === "record");

/** A silence over everything for that many seconds of a watch, from now on. */
export const silenceAll = (watch: Watch, seconds: number, more: Partial<Silence> = {}): Silence => ({
  ...{ id: 1, rule: null, environment: null, reason: "maintenance", by: "ada", fromMs: watch.atMs },
  ...{ untilMs: watch.atMs + seconds * 1000, endsClockMs: watch.state.clockMs + seconds * 1000 },
  ...{ actionsToo: false, ...more },
});
