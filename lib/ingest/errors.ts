import { z } from "zod";
import { type Classified, classified } from "@/lib/domain/classify";
import type { Parsed } from "@/lib/domain/record";
import { ERROR_CLASSES, ERROR_KINDS, type ErrorRecord } from "@/lib/domain/signals";
import type { Zone } from "@/lib/domain/time";
import { errorText } from "./error-text";
import { text as anyText, environment, fields, name, oneOf, timeText } from "./figures";
import { fingerprintOf } from "./fingerprint";
import { pathText } from "./found";
import { jsonRecords } from "./json-records";
import { ordinals } from "./ordinals";
import type { Reading } from "./reading";

const MESSAGE = "a text that is not blank";
const errorClass = oneOf(ERROR_CLASSES);

const Reported = fields({
  timestamp: timeText,
  class: z.unknown().optional(),
  kind: oneOf(ERROR_KINDS).nullish(),
  severity: oneOf(["error", "critical"]).nullish(),
  message: z.string({ error: MESSAGE }).regex(/\S/, { error: MESSAGE }),
  detail: anyText.nullish(),
  traceback: anyText.nullish(),
  component: name.nullish(),
  job: name.nullish(),
  environment: environment.nullish(),
});
type Reported = z.output<typeof Reported>;

/**
 * Reads errors that the pipeline reports: one object, an array, or one a line, as `parseArticleCosts` does.
 * An error without a time or a message is left out with a rejection. Texts are without secrets.
 */
export function parseErrors(text: string, zone: Zone, firstLine = 1): Parsed<ErrorRecord> {
  const ordinalOf = ordinals();
  return jsonRecords({ text, zone, firstLine, alone: "document" }, (found, path, reading) => {
    const { value } = reading.salvage(Reported, found, path);
    if (value === null) return [];
    const atMs = reading.ms(value.timestamp, pathText(path, ["timestamp"]));
    if (atMs === null) return [];
    const error = errorOf(value, reading);
    const words = JSON.stringify([
      value.timestamp,
      error.errorClass,
      error.errorKind,
      error.message,
      error.component,
      error.job,
      error.environment,
    ]);
    return [{ ...error, atMs, identityText: `${words}#${ordinalOf(words)}` }];
  });
}

function errorOf(value: Reported, reading: Reading): Omit<ErrorRecord, "atMs" | "identityText"> {
  const { message, detail } = errorText(value.message, value.detail ?? value.traceback ?? null);
  const { errorClass, errorKind } = classOf(value, message, reading);
  return {
    kind: "error",
    environment: value.environment ?? null,
    errorClass,
    errorKind,
    severity: value.severity ?? "error",
    message,
    detail,
    fingerprint: fingerprintOf({ errorClass, errorKind }, message),
    component: value.component || null,
    job: value.job || null,
    line: null,
  };
}

/** What the report says. Where its class is none of ours, what its message says, and the kind that it names itself. */
function classOf(value: Reported, message: string, reading: Reading): Classified {
  const named = errorClass.safeParse(value.class);
  const errorKind = value.kind ?? null;
  if (named.success) return { errorClass: named.data, errorKind };
  reading.note("an error without a class that is known was classified by its message");
  const told = classified(message);
  return { errorClass: told.errorClass, errorKind: errorKind ?? told.errorKind };
}
