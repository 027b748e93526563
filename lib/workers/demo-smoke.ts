import { type SmokeJob, unwritten, type Written } from "@/lib/drivers/smoke-job";
import type { Order } from "./simulate";

/** In fast time: what takes a pipeline five minutes takes the demo some seconds. */
const WRITING_MS = { least: 4000, spread: 3000 } as const;

interface Waiting extends Order {
  dueMs: number;
}

/** Lets the demo's pipeline write the articles of smoke tests, into its own files, where they are read as all others are. */
export class DemoSmoke {
  readonly #nowMs: () => number;
  #waiting: readonly Waiting[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  write = ({ topic, environment, version, number }: SmokeJob, signal: AbortSignal): Promise<Written> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve(unwritten("stopped"));
      const tookMs = WRITING_MS.least + ((number * 1717) % WRITING_MS.spread);
      const told = (written: boolean) => resolve(written ? WROTE(version, environment) : FAILED);
      const order = { topic, environment, told, dueMs: this.#nowMs() + tookMs };
      this.#waiting = [...this.#waiting, order];
      const stop = () => {
        this.#waiting = this.#waiting.filter((one) => one !== order);
        resolve(unwritten("stopped"));
      };
      signal.addEventListener("abort", stop, { once: true });
    });

  /** What is due by now, once. */
  due = (): readonly Order[] => {
    const nowMs = this.#nowMs();
    const due = this.#waiting.filter(({ dueMs }) => dueMs <= nowMs);
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    return due;
  };
}

const WROTE = (version: string, environment: string): Written => ({
  ...{ ok: true, error: null, costUsd: null, seconds: null },
  output: `pipeline ${version} on ${environment}: research, writer, editor, graphics\npublished: 1 article`,
});

const FAILED: Written = unwritten("ended with exit code 1", "openai.APITimeoutError: Request timed out.");
