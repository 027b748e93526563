interface Running {
  /** The setting as text. */
  told: string;
  stopping: AbortController;
  ended: Promise<void>;
}

/** One loop for each entry of a list in the settings. The list may change while they run. */
export class Loops<Setting> {
  readonly #keyOf: (setting: Setting) => string;
  readonly #loop: (setting: Setting, signal: AbortSignal) => Promise<void>;
  readonly #running = new Map<string, Running>();
  #over = false;

  /** `loop` runs until its signal is aborted, and never rejects. */
  constructor(
    keyOf: (setting: Setting) => string,
    loop: (setting: Setting, signal: AbortSignal) => Promise<void>,
  ) {
    this.#keyOf = keyOf;
    this.#loop = loop;
  }

  /** Starts what is new in the list, stops what left it, and starts again what changed. */
  async follow(settings: readonly Setting[]): Promise<void> {
    const wanted = new Map(settings.map((setting) => [this.#keyOf(setting), JSON.stringify(setting)]));
    const left = [...this.#running].filter(([key, { told }]) => wanted.get(key) !== told);
    await Promise.all(left.map(([key]) => this.#stop(key)));
    if (this.#over) return;
    for (const setting of settings) if (!this.#running.has(this.#keyOf(setting))) this.#start(setting);
  }

  /** Ends them all, for good. */
  async stop(): Promise<void> {
    this.#over = true;
    await Promise.all([...this.#running.keys()].map((key) => this.#stop(key)));
  }

  #start(setting: Setting): void {
    const stopping = new AbortController();
    const ended = this.#loop(setting, stopping.signal);
    this.#running.set(this.#keyOf(setting), { told: JSON.stringify(setting), stopping, ended });
  }

  async #stop(key: string): Promise<void> {
    const running = this.#running.get(key);
    this.#running.delete(key);
    running?.stopping.abort();
    await running?.ended;
  }
}
