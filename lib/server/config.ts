import { dirname, resolve } from "node:path";
import { type Config, config } from "@/lib/contract/config";
import { settingsFrom } from "./config-build";
import { type Env, readVariables, type Variables } from "./config-env";
import { mistakesOf } from "./config-issues";
import { type Mistake, mistakeText, NOWHERE, wrongFile } from "./config-mistake";
import { originsOfFile, originsOfVariables } from "./config-origins";
import { type FileText, readText } from "./config-read";
import type { Settings } from "./config-settings";
import { readSheet, type Sheet } from "./config-yaml";

export type Loaded = { ok: true; settings: Settings } | { ok: false; mistakes: Mistake[] };

export interface Surroundings {
  env: Env;
  cwd: string;
}

const DEFAULT_FILE = "greenlight.yaml";

/** All settings: environment variables over the file over defaults, or every mistake in them. */
export async function loadConfig(surroundings: Surroundings): Promise<Loaded> {
  const file = configFile(surroundings);
  const text = file === null ? null : await readText(resolve(surroundings.cwd, file));
  return loadedFrom(surroundings, text);
}

/**
 * The config file as the user names it, whether or not it is there; null where none is looked for.
 * The demo takes only one that is named: it must not run what stands in somebody's own file.
 */
export function configFile({ env }: Surroundings): string | null {
  return env.GREENLIGHT_CONFIG || (env.GREENLIGHT_DEMO === "1" ? null : DEFAULT_FILE);
}

/** As `loadConfig`, of a file that has been read already; null where there is none to read. */
export function loadedFrom(surroundings: Surroundings, text: FileText | null): Loaded {
  const read = readVariables(surroundings.env);
  const written = readConfig(surroundings, text);
  if (!read.ok || !written.ok) {
    return {
      ok: false,
      mistakes: [...(read.ok ? [] : read.mistakes), ...(written.ok ? [] : written.mistakes)],
    };
  }
  return { ok: true, settings: combine(surroundings, read.variables, written) };
}

interface Written {
  ok: true;
  file: string | null;
  sheet: Sheet | null;
  config: Config;
}

function readConfig(
  surroundings: Surroundings,
  text: FileText | null,
): Written | { ok: false; mistakes: Mistake[] } {
  const file = configFile(surroundings);
  const optional = !surroundings.env.GREENLIGHT_CONFIG;
  if (file === null || text === null || (text.kind === "missing" && optional)) {
    return { ok: true, file: null, sheet: null, config: config.parse({}) };
  }
  return parseConfig(file, text);
}

function parseConfig(file: string, text: FileText): Written | { ok: false; mistakes: Mistake[] } {
  const whole = (message: string) => wrongFile({ file, ...NOWHERE, path: "" }, message);
  if (text.kind === "missing") return { ok: false, mistakes: [whole("there is no such file")] };
  if (text.kind === "unreadable") return { ok: false, mistakes: [whole(text.message)] };
  const read = readSheet(text.text, file);
  if (!read.ok) return read;
  const checked = config.safeParse(read.sheet.value);
  if (!checked.success) return { ok: false, mistakes: mistakesOf(checked.error.issues, read.sheet, file) };
  return { ok: true, file, sheet: read.sheet, config: checked.data };
}

function combine(
  { env, cwd }: Surroundings,
  variables: Variables,
  { file, sheet, config: written }: Written,
): Settings {
  const demo = variables.GREENLIGHT_DEMO === "1";
  const effective = demo ? withoutEffects(written) : written;
  const imposed = new Set(demo ? EFFECTS : []);
  if (variables.GREENLIGHT_SOURCES !== undefined) imposed.add("sources");
  const settings = settingsFrom(effective, variables, {
    file,
    cwd,
    folder: file === null ? cwd : dirname(resolve(cwd, file)),
  });
  const origins = [...originsOfVariables(env, variables), ...originsOfFile(effective, sheet, imposed)];
  return { ...settings, origins };
}

/** What the two simulated environments call themselves. */
const DEMO_ENVIRONMENTS: Config["environments"] = {
  blue: { version: "sprint-14" },
  green: { version: "sprint-15" },
};

const EFFECTS = ["environments", "probes", "resources", "traffic", "notify"];

/** The demo moves no real traffic, asks no address, runs no command, looks at no process and tells nobody. */
const withoutEffects = (written: Config): Config => ({
  ...written,
  environments: DEMO_ENVIRONMENTS,
  probes: [],
  resources: [],
  traffic: { driver: "state-file" },
  notify: [],
});

/** What `greenlight config check FILE` answers. */
export async function checkConfig(file: string): Promise<{ mistakes: Mistake[]; text: string }> {
  const checked = parseConfig(file, await readText(resolve(file)));
  const mistakes = checked.ok ? [] : checked.mistakes;
  return { mistakes, text: checked.ok ? `${file}: valid` : mistakes.map(mistakeText).join("\n") };
}
