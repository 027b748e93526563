import type { Config } from "@/lib/contract/config";
import { redacted } from "@/lib/domain/redact";
import { serverZone } from "./config-build";
import { type Env, isSecret, VARIABLES, type Variables } from "./config-env";
import { pathText } from "./config-mistake";
import type { Origin } from "./config-settings";
import type { Sheet } from "./config-yaml";

type Path = readonly (string | number)[];

const HIDDEN = "set (not shown)";

/** Each variable that is set or has a default, and whether each secret is set. */
export function originsOfVariables(env: Env, variables: Variables): Origin[] {
  return VARIABLES.flatMap((path) => {
    const value = variables[path];
    if (value === undefined) return isSecret(path) ? [{ path, value: "not set", origin: "default" }] : [];
    return [{ path, value: isSecret(path) ? HIDDEN : value, origin: env[path] ? "environment" : "default" }];
  });
}

/** Each setting of the file; `imposed` are the sections that variables decide. */
export function originsOfFile(config: Config, sheet: Sheet | null, imposed: ReadonlySet<string>): Origin[] {
  return leavesOf({ ...config, timezone: config.timezone ?? serverZone() }, []).map(({ path, value }) => {
    const leaf = { path: pathText(path), value: shown(path, value) };
    if (imposed.has(String(path[0]))) return { ...leaf, origin: "environment" };
    if (sheet === null || !sheet.has(path)) return { ...leaf, origin: "default" };
    return { ...leaf, origin: "file", line: sheet.valueAt(path).line };
  });
}

function leavesOf(value: unknown, path: Path): { path: Path; value: unknown }[] {
  if (value === undefined) return [];
  if (value === null || typeof value !== "object") return [{ path, value }];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
  if (!value.some((item) => typeof item === "object")) return [{ path, value: value.join(", ") || "none" }];
  return value.flatMap((item, index) => leavesOf(item, [...path, index]));
}

/** The address of a webhook is often its key; the query of any address may hold one, and so may the words of a command. */
function shown(path: Path, value: unknown): string {
  const key = path.at(-1);
  if (key === "command") return redacted(String(value));
  if (key === "secret" || (path[0] === "notify" && key === "password")) return HIDDEN;
  const url = key === "url" ? URL.parse(String(value)) : null;
  if (url === null) return String(value);
  if (path[0] === "notify" || path[0] === "smoke") return `${url.origin}/…`;
  return url.search === "" ? String(value) : `${url.origin}${url.pathname}?…`;
}
