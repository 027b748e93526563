import { dirname, join } from "node:path";
import { appendEvent } from "@/db/record/event";
import type { Flag } from "@/lib/domain/flag-automation";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { FileTrouble, replaceWhole, wholeText } from "@/lib/drivers/whole-file";
import type { App } from "@/lib/server/app";
import { remember } from "@/lib/server/remember";
import { inTransaction } from "@/lib/server/storage";
import { knownFlags } from "./known";

/** Where flags are written for jobs that cannot call HTTP; null: nowhere. The demo has a file of its own. */
export function flagsFileOf(app: App): string | null {
  const { demo, flags } = app.settings();
  return demo === null ? flags.file : join(dirname(app.databaseFile), "flags.json");
}

/** How writing the file goes, as it is shown. */
interface FileState {
  path: string;
  error: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** Keeps the file as the flags are, one write at a time. The database decides: an edit by hand is put back, and noted. */
class FlagsFile {
  readonly #app: App;
  #turn: Promise<void> = Promise.resolve();
  /** The flags that were written last. */
  #written: { path: string; flags: Values } | null = null;
  state: FileState | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  /** Writes the flags as they are stored now, where the file says something else. Never rejects. */
  keep(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#kept());
    return this.#turn;
  }

  async #kept(): Promise<void> {
    const path = flagsFileOf(this.#app);
    if (path === null) return this.#tell(null);
    try {
      await this.#write(path);
      this.#tell({ path, error: null });
    } catch (error) {
      if (!(error instanceof FileTrouble)) {
        this.#app.log.error({ err: error }, "the flags could not be written");
        return;
      }
      this.#tell({ path, error: error.message });
    }
  }

  async #write(path: string): Promise<void> {
    const rules = rulesInForce(this.#app.settings());
    const flags = valuesOf(await knownFlags(this.#app, this.#app.store.db, rules));
    const said = objectIn(await wholeText(path));
    if (said !== null && saysAll(said, flags)) {
      this.#written = { path, flags };
      return;
    }
    const edited = said !== null && this.#written?.path === path && !saysAll(said, this.#written.flags);
    await replaceWhole(path, `${JSON.stringify({ ...said, ...flags }, null, 2)}\n`);
    this.#written = { path, flags };
    if (edited) await this.#note(path, said, flags);
  }

  async #note(path: string, said: Values, flags: Values): Promise<void> {
    const event = {
      ...{ atMs: this.#app.nowMs(), actor: "system", origin: "file", action: "flags.file.restored" },
      subject: path,
      before: JSON.stringify(
        Object.fromEntries(Object.keys(flags).map((name) => [name, said[name] ?? null])),
      ),
      after: JSON.stringify(flags),
      reason: "the file was edited; a flag is switched here or over the API",
    };
    this.#app.log.warn({ path }, "the flags file was edited, and is as before again");
    await inTransaction(this.#app, (tx) => appendEvent(tx, event)).catch(() => {});
  }

  #tell(state: FileState | null): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.state = state;
    if (state !== null && state.error !== null)
      this.#app.log.warn({ path: state.path, reason: state.error }, "the flags file could not be kept");
    this.#app.bus.publish(["flags"]);
  }
}

/** The one writer of this process. */
export function flagsFile(app: App): FlagsFile {
  const all = remember("flags-files", () => new WeakMap<App, FlagsFile>());
  const known = all.get(app) ?? new FlagsFile(app);
  all.set(app, known);
  return known;
}

const valuesOf = (flags: readonly Flag[]): Values =>
  Object.fromEntries(flags.map(({ name, enabled }) => [name, enabled]));

const saysAll = (said: Values, flags: Values): boolean =>
  Object.entries(flags).every(([name, enabled]) => said[name] === enabled);

/** Fields that are not flags of ours are kept as they are; what is no object is replaced. */
function objectIn(text: string | null): Values | null {
  try {
    const said: unknown = JSON.parse(text ?? "");
    return typeof said === "object" && said !== null && !Array.isArray(said) ? (said as Values) : null;
  } catch {
    return null;
  }
}
