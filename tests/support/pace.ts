import { expect } from "vitest";
import type { Pace } from "@/lib/server/pace";
import { until } from "./until";

interface Sleeper {
  untilMs: number;
  wake: () => void;
}

/** Time that passes only when told to, and chance that is what a test says. */
export class TestPace implements Pace {
  /** What `random` says: 0.5 is no jitter at all. */
  chance = 0.5;
  /** Every sleep so far, in milliseconds. */
  readonly slept: number[] = [];
  #nowMs = 0;
  #sleepers: Sleeper[] = [];

  clockMs = (): number => this.#nowMs;

  random = (): number => this.chance;

  sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      this.slept.push(ms);
      this.#sleepers.push({ untilMs: this.#nowMs + ms, wake: resolve });
      signal.addEventListener("abort", () => resolve(), { once: true });
    });

  /** Lets time pass for those that sleep and those that work. */
  pass(ms: number): void {
    this.#nowMs += ms;
    const due = this.#sleepers.filter(({ untilMs }) => untilMs <= this.#nowMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }

  /** Resolves when something has gone to sleep for the n-th time, with how long it wants to. */
  async asleep(times: number): Promise<number> {
    await until(() => expect(this.slept).toHaveLength(times));
    return this.slept[times - 1]!;
  }
}
