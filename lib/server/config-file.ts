import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { configFile, loadedFrom, type Surroundings } from "./config";
import { type Mistake, NOWHERE, wrongFile } from "./config-mistake";
import { type FileText, readText } from "./config-read";
import type { Settings } from "./config-settings";
import { readSheet } from "./config-yaml";
import { stampOf } from "./follow/stamp";

/** What a look at the file brought. `broken` is said once per broken edit, `applied` once per good one. */
export type ReloadOutcome =
  | { kind: "unchanged" }
  | { kind: "applied"; settings: Settings }
  | { kind: "broken"; mistakes: readonly Mistake[] };

export type OpenedConfig = { ok: true; config: ConfigFile } | { ok: false; mistakes: Mistake[] };

/** Editors and scripts write in several steps: so long may a file be missing, empty or no YAML. */
const GRACE_MS = 2000;
const UNCHANGED: ReloadOutcome = { kind: "unchanged" };

/** As `loadConfig`, and keeps an eye on the file. `now` is a clock in milliseconds that never goes back. */
export async function openConfig(surroundings: Surroundings, now: () => number): Promise<OpenedConfig> {
  const file = configFile(surroundings);
  const path = file === null ? null : resolve(surroundings.cwd, file);
  const stamp = path === null ? "" : await stampAt(path);
  const text = path === null ? null : await readText(path);
  const loaded = loadedFrom(surroundings, text);
  if (!loaded.ok) return loaded;
  return { ok: true, config: new ConfigFile(surroundings, now, loaded.settings, { stamp, text }) };
}

interface Look {
  stamp: string;
  text: FileText | null;
}

/** The config file while the server runs: the last good settings, and what is wrong with a newer edit. */
export class ConfigFile {
  readonly #surroundings: Surroundings;
  readonly #now: () => number;
  #settings: Settings;
  #mistakes: readonly Mistake[] = [];
  #last: Look;
  #tornSinceMs: number | null = null;

  constructor(surroundings: Surroundings, now: () => number, settings: Settings, first: Look) {
    this.#surroundings = surroundings;
    this.#now = now;
    this.#settings = settings;
    this.#last = first;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Of the newest edit; empty where the settings are those of the file. */
  get mistakes(): readonly Mistake[] {
    return this.#mistakes;
  }

  /** One look at the file; cheap where nothing changed. For one caller at a time. */
  async reloadIfChanged(): Promise<ReloadOutcome> {
    const file = configFile(this.#surroundings);
    if (file === null) return UNCHANGED;
    const path = resolve(this.#surroundings.cwd, file);
    const stamp = await stampAt(path);
    if (stamp === this.#last.stamp && this.#tornSinceMs === null) return UNCHANGED;
    const text = await readText(path);
    if (this.#maybeTorn(text)) return UNCHANGED;
    const same = this.#last.text !== null && contentOf(text) === contentOf(this.#last.text);
    this.#last = { stamp, text };
    return same ? UNCHANGED : this.#take(file, text);
  }

  /** True while what stands there looks like half of a write, and has not looked so for long. */
  #maybeTorn(text: FileText): boolean {
    if (!looksTorn(text)) {
      this.#tornSinceMs = null;
      return false;
    }
    this.#tornSinceMs ??= this.#now();
    if (this.#now() - this.#tornSinceMs < GRACE_MS) return true;
    this.#tornSinceMs = null;
    return false;
  }

  #take(file: string, text: FileText): ReloadOutcome {
    const fault = this.#settings.file === null ? null : faultOf(text);
    const loaded = fault === null ? loadedFrom(this.#surroundings, text) : broken(file, fault);
    this.#mistakes = loaded.ok ? [] : loaded.mistakes;
    if (!loaded.ok) return { kind: "broken", mistakes: this.#mistakes };
    this.#settings = loaded.settings;
    return { kind: "applied", settings: this.#settings };
  }
}

const broken = (file: string, message: string) => ({
  ok: false as const,
  mistakes: [wrongFile({ file, ...NOWHERE, path: "" }, message)],
});

/** What would be no mistake at the start, but is one where settings are in force that came from the file. */
function faultOf(text: FileText): string | null {
  if (text.kind === "missing") return "the file is gone; its last settings stay in force";
  if (isEmpty(text)) return "the file is empty; its last settings stay in force ({} means: all defaults)";
  return null;
}

const isEmpty = (text: FileText): boolean => text.kind === "text" && text.text.trim() === "";

const looksTorn = (text: FileText): boolean =>
  text.kind === "missing" || isEmpty(text) || (text.kind === "text" && !readSheet(text.text, "").ok);

const contentOf = (text: FileText): string =>
  text.kind === "text" ? `text ${text.text}` : text.kind === "unreadable" ? text.message : text.kind;

/** Differs whenever the file was written, replaced or taken away. */
async function stampAt(path: string): Promise<string> {
  try {
    return stampOf(await stat(path, { bigint: true }));
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
  }
}
