import type { Topic } from "@/lib/contract/live";
import { TOPICS } from "@/lib/contract/live";

/** Names of what changed, with a number that rises for ever, also over restarts. */
export interface Invalidation {
  id: number;
  topics: Topic[];
}

/** How long changes are gathered before they are told together. */
const GATHER_MS = 25;
/** How many tellings are kept for readers that come back. */
const KEPT_MAX = 1000;

type Listener = (invalidation: Invalidation) => void;

/** Tells every open stream what changed. Carries names, never figures: who listens asks again. */
export class Bus {
  readonly #kept: Invalidation[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #waiting = new Set<Topic>();
  #timer: NodeJS.Timeout | null = null;
  #lastId: number;

  constructor(nowMs: number) {
    // A thousand ids a millisecond: a process that starts later starts above all ids of the one before.
    this.#lastId = nowMs * 1000;
  }

  /** The first change goes out at once; what follows within 25 ms goes out together. */
  publish(topics: readonly Topic[]): void {
    for (const topic of topics) this.#waiting.add(topic);
    if (this.#timer === null) this.#flush();
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What a reader missed since `id`, as one telling; everything, where that is not known any more; null: nothing. */
  since(id: number): Invalidation | null {
    if (id === this.#lastId) return null;
    const known = id < this.#lastId && id >= (this.#kept[0]?.id ?? Number.POSITIVE_INFINITY) - 1;
    if (!known) return { id: this.#lastId, topics: [...TOPICS] };
    const missed = this.#kept.filter((kept) => kept.id > id);
    return { id: this.#lastId, topics: [...new Set(missed.flatMap((kept) => kept.topics))] };
  }

  get lastId(): number {
    return this.#lastId;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
  }

  #flush(): void {
    this.#timer = null;
    if (this.#waiting.size === 0) return;
    this.#lastId += 1;
    const invalidation = { id: this.#lastId, topics: [...this.#waiting] };
    this.#waiting.clear();
    this.#kept.push(invalidation);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    for (const listener of this.#listeners) listener(invalidation);
    this.#timer = setTimeout(() => this.#flush(), GATHER_MS);
  }
}
