import { Agent, request } from "node:http";

/** One request under load. */
export interface Hit {
  /** `performance.now()` */
  beganMs: number;
  /** What was answered; null where the request failed. */
  word: string | null;
}

/** Clients that ask without a pause, each over a connection that it keeps. */
export class SteadyLoad {
  readonly hits: Hit[] = [];
  readonly #agent = new Agent({ keepAlive: true });
  readonly #front: string;
  readonly #waiting = new Set<() => void>();
  readonly #clients: Promise<void>[];
  #ended = false;

  /** `front`: the path of a socket that speaks HTTP. */
  constructor(front: string, clients: number) {
    this.#front = front;
    this.#clients = Array.from({ length: clients }, () => this.#client());
  }

  /** Resolves once that many requests more have ended that began after now. Gives these. */
  async more(count: number): Promise<Hit[]> {
    const sinceMs = performance.now();
    const begun: Hit[] = [];
    for (let seen = this.hits.length; begun.length < count; seen = this.hits.length) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
      begun.push(...this.hits.slice(seen).filter(({ beganMs }) => beganMs >= sinceMs));
    }
    return begun;
  }

  failed(): number {
    return this.hits.filter(({ word }) => word === null).length;
  }

  /** Every request that is on its way is waited for. */
  async stop(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#clients);
    this.#agent.destroy();
  }

  async #client(): Promise<void> {
    while (!this.#ended) {
      const beganMs = performance.now();
      this.hits.push({ beganMs, word: await this.#answer() });
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    }
  }

  /** Null for anything but a whole answer with status 200. */
  #answer(): Promise<string | null> {
    return new Promise((resolve) => {
      const asked = request({ socketPath: this.#front, path: "/", agent: this.#agent }, (response) => {
        let word = "";
        response.setEncoding("utf8");
        response.on("data", (piece) => {
          word += piece;
        });
        response.on("end", () => resolve(response.statusCode === 200 ? word : null));
        response.on("error", () => resolve(null));
      });
      asked.on("error", () => resolve(null));
      asked.setTimeout(ANSWER_MS_MAX, () => asked.destroy());
      asked.end();
    });
  }
}

const ANSWER_MS_MAX = 5000;
