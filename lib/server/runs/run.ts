import { endRun, keepRunBody } from "@/db/record/release-runs";
import type { ReleaseRunRow } from "@/db/schema-governance";
import { Problem } from "@/lib/domain/problem";
import { type ArticlePart, type CheckPart, cutShort, type RunBody, verdictOf } from "@/lib/domain/test-run";
import type { App } from "@/lib/server/app";
import type { Pace } from "@/lib/server/pace";
import { inTransaction } from "@/lib/server/storage";

/** What is to be done in a run: how it looks before it has begun, and what does it. */
export interface Work {
  body: RunBody;
  act(run: Run, signal: AbortSignal): Promise<void>;
}

/** How soon an end that the database could not take is brought again. */
const AGAIN_MS = 1000;

/** One run on its way: what came of it so far, stored as it comes, and told to whoever looks. */
export class Run {
  readonly app: App;
  readonly pace: Pace;
  readonly id: string;
  readonly #row: Pick<ReleaseRunRow, "id" | "kind" | "release_id">;
  #body: RunBody;

  constructor(app: App, pace: Pace, row: Pick<ReleaseRunRow, "id" | "kind" | "release_id">, body: RunBody) {
    this.app = app;
    this.pace = pace;
    this.id = row.id;
    this.#row = row;
    this.#body = body;
  }

  get body(): RunBody {
    return this.#body;
  }

  check(index: number, change: Partial<CheckPart>): Promise<void> {
    return this.#keep({ ...this.#body, checks: changed(this.#body.checks, index, change) });
  }

  article(index: number, change: Partial<ArticlePart>): Promise<void> {
    return this.#keep({ ...this.#body, articles: changed(this.#body.articles, index, change) });
  }

  /** What the database cannot take now goes in with what comes next. */
  async #keep(body: RunBody): Promise<void> {
    this.#body = body;
    try {
      await inTransaction(this.app, (tx) => keepRunBody(tx, this.id, body));
      this.app.bus.publish(["releases"]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }

  /**
   * Stores what came of it. Where it was cancelled that is stored already, and nothing more is. Brought again until the
   * database takes it, or the process ends: then the next one finds a run that nobody runs.
   */
  async end(signal: AbortSignal, trouble: string | null): Promise<void> {
    const closing = this.app.closing.signal;
    for (;;) {
      try {
        await inTransaction(this.app, (tx) => endRun(tx, this.#row, this.#outcome(signal, trouble)));
        this.app.bus.publish(["releases"]);
        return;
      } catch (error) {
        if (!(error instanceof Problem) || closing.aborted) {
          this.app.log.error({ err: error, run: this.id }, "the end of a run was not stored");
          return;
        }
        await this.pace.sleep(AGAIN_MS, closing);
      }
    }
  }

  #outcome(signal: AbortSignal, trouble: string | null) {
    const atMs = this.app.nowMs();
    const by = { actor: "system", origin: "release", atMs };
    if (signal.aborted)
      return { ...by, state: "interrupted" as const, body: cutShort(this.#body, STOPPED, atMs) };
    if (trouble !== null)
      return { ...by, state: "failed" as const, body: cutShort(this.#body, trouble, atMs) };
    return { ...by, state: verdictOf(this.#body), body: this.#body };
  }
}

export const STOPPED = "Greenlight was stopped";

const changed = <Part>(parts: readonly Part[], index: number, change: Partial<Part>): Part[] =>
  parts.map((part, at) => (at === index ? { ...part, ...change } : part));
