import { Problem } from "@/lib/domain/problem";
import type { ResourceRecord } from "@/lib/domain/signals";
import { coresBetween, type ProcessUse, processUse } from "@/lib/drivers/process-use";
import type { App } from "./app";
import type { ResourceSetting } from "./config-settings";
import { type Following, following } from "./follow/following";
import { ingest } from "./ingest";

/** Samples what the process of a pid file uses. Shown among the sources as `process:<pid file>`. */
export class Sampler {
  readonly #app: App;
  readonly #setting: ResourceSetting;
  readonly #clockMs: () => number;
  readonly #status: Following;
  #before: ProcessUse | null = null;

  /** `clockMs` is a clock that only runs forward. */
  constructor(app: App, setting: ResourceSetting, clockMs: () => number) {
    this.#app = app;
    this.#setting = setting;
    this.#clockMs = clockMs;
    const { pidFile, environment } = setting;
    const path = `process:${pidFile}`;
    this.#status = { path, kind: "resources", environment, state: "waiting", message: null };
    following().set(path, this.#status);
  }

  /** Takes one sample and stores it. Where there is no process there is none; one that cannot be stored is lost. */
  async sample(): Promise<void> {
    const use = await processUse(this.#setting.pidFile, this.#clockMs());
    if ("missing" in use) {
      this.#before = null;
      return this.#tell("waiting", use.missing);
    }
    const cpuCores = coresBetween(this.#before, use);
    this.#before = use;
    const atMs = this.#app.nowMs();
    const record: ResourceRecord = {
      kind: "resource",
      environment: null,
      atMs,
      timeText: new Date(atMs).toISOString(),
      memoryBytes: use.memoryBytes,
      cpuCores,
    };
    this.#tell(...(await this.#stored(record)));
  }

  close(): void {
    if (following().get(this.#status.path) === this.#status) following().delete(this.#status.path);
  }

  async #stored(record: ResourceRecord): Promise<[Following["state"], string | null]> {
    const { environment } = this.#setting;
    const source = { path: this.#status.path, kind: "resources" } as const;
    const parsed = {
      records: [record],
      rejections: [],
      notices: [],
      lastUpdatedMicros: null,
      malformed: null,
    };
    try {
      await ingest(this.#app, { source, environment, position: null }, parsed);
      return ["ok", null];
    } catch (error) {
      if (error instanceof Problem && error.code === "storage-unavailable")
        return ["retrying", "the database cannot be written"];
      throw error;
    }
  }

  #tell(state: Following["state"], message: string | null): void {
    if (this.#status.state === state && this.#status.message === message) return;
    Object.assign(this.#status, { state, message });
    this.#app.bus.publish(["sources"]);
  }
}
