import { hash } from "node:crypto";
import { classified } from "@/lib/domain/classify";
import { redacted } from "@/lib/domain/redact";
import type { ErrorRecord } from "@/lib/domain/signals";
import { DETAIL_MAX, MESSAGE_MAX } from "./error-text";
import { fingerprintOf } from "./fingerprint";
import { plain } from "./plain-text";

const COMPONENT_MAX = 200;

/** A line with which an entry of a log begins. */
export interface Header {
  timeText: string | null;
  logger: string | null;
  level: string;
  /** What comes after the level on the same line. */
  message: string;
}

/** An entry: its header, the text of the lines after it that belong to it, and when it was written. */
export interface Entry {
  header: Header;
  more: string;
  line: number;
  atMs: number | null;
}

/** The last line of a traceback names the exception: `sqlite3.OperationalError: database is locked`. */
const EXCEPTION = /^(?:\w{1,100}\.){0,10}[A-Z]\w{0,100}(?:: .*)?$/gm;

const JOB =
  /\[job: ?([^\]\n]{1,300})\]|\b(?:job|topic)=(?:"([^"\n]{1,300})"|'([^'\n]{1,300})'|([^\s,;"'()[\]]{1,200}))|\b(?:job|topic|article) (?:"([^"\n]{1,300})"|'([^'\n]{1,300})')/i;

/** What an entry becomes. `ordinalOf` counts what is alike in one text. */
export function errorOf(entry: Entry, ordinalOf: (words: string) => number): ErrorRecord {
  const { header, more, line, atMs } = entry;
  // Together, because a private key can begin in one and end in the other.
  const text = redacted(plain(`${header.message}\n${more}`)).trim();
  const { message, detail } = parted(text);
  const component = header.logger === null ? null : redacted(plain(header.logger)).slice(0, COMPONENT_MAX);
  const { errorClass, errorKind } = classified(message, exceptionOf(detail ?? ""), component ?? "");
  const words = JSON.stringify([header.timeText, component, header.level, hash("sha256", text).slice(0, 32)]);
  return {
    kind: "error",
    environment: null,
    atMs,
    errorClass,
    errorKind,
    severity: header.level === "ERROR" ? "error" : "critical",
    message,
    detail,
    fingerprint: fingerprintOf({ errorClass, errorKind }, message),
    component,
    job: jobOf(message),
    identityText: `${words}#${ordinalOf(words)}`,
    line,
  };
}

/** The first line, and the rest. Of a rest that is too long the middle is left out: the exception stands at its end. */
function parted(text: string): { message: string; detail: string | null } {
  const newline = text.indexOf("\n");
  const first = newline === -1 ? text : text.slice(0, newline);
  const message = first.slice(0, MESSAGE_MAX).trim().toWellFormed();
  const rest = text.slice(Math.min(first.length, MESSAGE_MAX)).replace(/^\n+/, "").trimEnd();
  return { message: message === "" ? "(no message)" : message, detail: rest === "" ? null : shortened(rest) };
}

function shortened(text: string): string {
  if (text.length <= DETAIL_MAX) return text;
  const part = Math.floor(DETAIL_MAX / 2) - 32;
  const left = text.length - 2 * part;
  return `${text.slice(0, part)}\n… ${left} characters left out …\n${text.slice(-part)}`.toWellFormed();
}

function exceptionOf(detail: string): string {
  const named = detail.match(EXCEPTION)?.at(-1);
  return named ?? detail.slice(detail.lastIndexOf("\n") + 1);
}

function jobOf(message: string): string | null {
  const found = JOB.exec(message)?.slice(1).find(Boolean)?.trim();
  return found === undefined || found === "" ? null : found;
}
