import { type DestinationStream, pino } from "pino";
import { printableJson } from "@/lib/domain/printable";

export type Log = ReturnType<typeof openLog>;

/**
 * One JSON line per message, on standard output unless told otherwise. Secrets are cut out by name, wherever they stand,
 * and a terminal acts on nothing of it.
 */
export function openLog(level: string, to?: DestinationStream) {
  const secret = ["authorization", "cookie", "password", "secret", "apiKey", "api_key", "token"];
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
    hooks: { streamWrite: printableJson },
  };
  return to === undefined ? pino(options) : pino(options, to);
}
