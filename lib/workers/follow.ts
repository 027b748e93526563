import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "@/lib/server/app";
import type { SourceSetting } from "@/lib/server/config-settings";
import { FollowedFile } from "@/lib/server/follow/followed-file";

/** How often each file is looked at. A look at an unchanged file is one `stat`. */
const LOOK_EVERY_MS = 50;

interface Followed {
  setting: SourceSetting;
  file: FollowedFile;
  stopped: AbortController;
  loop: Promise<void>;
}

/** Follows the configured files. The list may change while it runs. */
export class Follower {
  readonly #app: App;
  readonly #followed = new Map<string, Followed>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Starts with files that are new in the list, stops with those that left it, and starts again where a setting changed. */
  async follow(settings: readonly SourceSetting[]): Promise<void> {
    const wanted = new Map(settings.map((setting) => [setting.path, setting]));
    for (const [path, { setting }] of this.#followed) {
      if (JSON.stringify(wanted.get(path)) !== JSON.stringify(setting)) await this.#stop(path);
    }
    for (const setting of settings) if (!this.#followed.has(setting.path)) this.#start(setting);
    this.#app.bus.publish(["sources"]);
  }

  /** Resolves when everything that stood in the files at the call has been read. */
  async settled(): Promise<void> {
    await Promise.all([...this.#followed.values()].map(({ file }) => file.poll()));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#followed.keys()].map((path) => this.#stop(path)));
  }

  #start(setting: SourceSetting): void {
    const file = new FollowedFile(this.#app, setting);
    const stopped = new AbortController();
    this.#followed.set(setting.path, { setting, file, stopped, loop: looking(file, stopped.signal) });
  }

  async #stop(path: string): Promise<void> {
    const followed = this.#followed.get(path);
    this.#followed.delete(path);
    followed?.stopped.abort();
    await followed?.loop;
    await followed?.file.close();
  }
}

async function looking(file: FollowedFile, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await file.poll();
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
