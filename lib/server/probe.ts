import { noteFailure } from "@/db/record/source";
import { Problem } from "@/lib/domain/problem";
import type { ProbeAnswer } from "@/lib/drivers/probe-answer";
import { askCommand } from "@/lib/drivers/probe-command";
import { ProbeFile } from "@/lib/drivers/probe-file";
import { askHttp } from "@/lib/drivers/probe-http";
import type { App } from "./app";
import type { ProbeSetting } from "./config-settings";
import { type Following, following } from "./follow/following";
import { ingest } from "./ingest";
import type { Pace } from "./pace";
import { type ProbeResult, probeRecords } from "./probe-records";
import { inTransaction } from "./storage";

const BACKOFF_MS = 500;
const BACKOFF_JITTER = 0.2;

/** One configured probe: asks, and stores what it was told. Shown among the sources as `probe:<name>`. */
export class Probe {
  readonly #app: App;
  readonly #setting: ProbeSetting;
  readonly #pace: Pace;
  readonly #ask: (signal: AbortSignal) => Promise<ProbeAnswer>;
  readonly #file: ProbeFile | null;
  readonly #status: Following;
  #noted: string | null = null;

  /** `listed`: whether it is the one that the list of sources tells of. One that is asked beside its loop is not. */
  constructor(app: App, setting: ProbeSetting, pace: Pace, { listed = true }: { listed?: boolean } = {}) {
    this.#app = app;
    this.#setting = setting;
    this.#pace = pace;
    const file = setting.kind === "file" ? new ProbeFile(setting.path) : null;
    this.#file = file;
    this.#ask = asking(setting, file);
    const { name, environment } = setting;
    this.#status = { path: `probe:${name}`, kind: "health", environment, state: "waiting", message: null };
    if (listed) following().set(this.#status.path, this.#status);
  }

  /**
   * Asks once; again, after a short wait, where there was no proper answer, at most `retries` times and as long as no
   * next result is due. Null where there is nothing new, or the signal was aborted. Never rejects.
   */
  async run(signal: AbortSignal): Promise<ProbeResult | null> {
    const { name, kind, intervalMs, retries } = this.#setting;
    const { clockMs, random, sleep } = this.#pace;
    const startMs = clockMs();
    for (let tries = 0; ; tries += 1) {
      const askedMs = clockMs();
      const answer = await this.#ask(signal);
      if (signal.aborted) return null;
      const result = answer.kind === "unchanged" ? null : probeRecords(name, answer, clockMs() - askedMs);
      const trouble = result?.trouble ?? null;
      const waitMs = BACKOFF_MS * 2 ** tries * (1 + (2 * random() - 1) * BACKOFF_JITTER);
      if (trouble !== null && tries < retries && clockMs() + waitMs - startMs < intervalMs) {
        await sleep(waitMs, signal);
        if (signal.aborted) return null;
        continue;
      }
      if (trouble === null) this.#file?.take();
      this.#app.metrics.observeProbe(name, kind, cameOf(answer, trouble), (clockMs() - startMs) / 1000);
      this.#tell(trouble);
      return result;
    }
  }

  /** Stores a result. False where the database cannot take it now: that is no news of the pipeline, only later. */
  async store({ parsed, trouble }: ProbeResult): Promise<boolean> {
    const { environment, intervalMs } = this.#setting;
    const source = { path: this.#status.path, kind: "health" } as const;
    try {
      if (trouble !== null && trouble !== this.#noted)
        await inTransaction(this.#app, (tx) => noteFailure(tx, source, trouble, this.#app.nowMs()));
      this.#noted = trouble;
      await ingest(this.#app, { source, environment, position: null, intervalMs }, parsed);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.code === "storage-unavailable") return false;
      throw error;
    }
  }

  close(): void {
    if (following().get(this.#status.path) === this.#status) following().delete(this.#status.path);
  }

  #tell(trouble: string | null): void {
    const state = trouble === null ? "ok" : "failing";
    if (this.#status.state === state && this.#status.message === trouble) return;
    if (trouble !== null)
      this.#app.log.warn({ probe: this.#setting.name, reason: trouble }, "a probe got no proper answer");
    Object.assign(this.#status, { state, message: trouble });
    this.#app.bus.publish(["sources"]);
  }
}

function asking(
  setting: ProbeSetting,
  file: ProbeFile | null,
): (signal: AbortSignal) => Promise<ProbeAnswer> {
  if (setting.kind === "command") return (signal) => askCommand(setting, signal);
  if (setting.kind === "http") return (signal) => askHttp(setting, signal);
  const read = file ?? new ProbeFile(setting.path);
  return () => read.ask(setting.timeoutMs);
}

function cameOf(answer: ProbeAnswer, trouble: string | null): "answered" | "timeout" | "failed" {
  if (answer.kind === "failed" && answer.timedOut) return "timeout";
  return trouble === null ? "answered" : "failed";
}
