import { pino } from "pino";

export type Log = ReturnType<typeof openLog>;

/** One JSON line per message on standard output. Secrets are cut out by name, wherever they stand. */
export function openLog(level: string) {
  const secret = ["authorization", "cookie", "password", "secret", "apiKey", "api_key", "token"];
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
  });
}
