/** Where the commands on our pages take a machine's key from: one does not type it into every line. */
export const KEY_VARIABLE = "GREENLIGHT_KEY";

/** A command that asks a server with a key. `options` are those of curl beside it, a line each. */
export const curl = (url: string, options: readonly string[] = [], key = `$${KEY_VARIABLE}`): string =>
  [`curl -H "authorization: Bearer ${key}"`, ...options, url].join(" \\\n  ");

/** A command that pushes what is given to curl as `body`: `--data-binary @file`, `-d '{}'`. */
export const pushing = (origin: string, kind: string, body: string, key?: string): string =>
  curl(`${origin}/api/ingest/${kind}`, ["-H 'content-type: application/json'", body], key);
