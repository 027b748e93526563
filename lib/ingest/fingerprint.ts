import { hash } from "node:crypto";
import type { Classified } from "@/lib/domain/classify";

const SHOWN = 16;

/** What differs between two errors of one kind, and what stands for it. Earlier ones hide what is inside from later ones. */
const VARIABLE: readonly [RegExp, string][] = [
  [/\[job: ?[^\]\n]{1,300}\]|\b(?:job|topic)=[^\s,;"'()[\]]{1,200}/gi, "<job>"],
  [/[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>)\]}]+/gi, "<url>"],
  [/"[^"\n]{0,500}"|`[^`\n]{0,500}`|“[^”\n]{0,500}”|(?<!\w)'[^\n]{0,500}?'(?!\w)/g, "<text>"],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, "<time>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [/(?<![\w.~])(?:~|\.{1,2}|[A-Za-z]:)?[\\/][\w.@+~-][^\s"'<>:,;()]*/g, "<path>"],
  [/(?<![\w./-])(?:[\w.-]{1,80}\/){1,20}[\w.-]{1,80}\.[a-z]\w{0,9}\b/gi, "<path>"],
  [/(?<![\w.-])[\w.-]{1,120}\.(?:jsonl?|png|svg|md|log|py|csv|ya?ml|txt|db|sqlite3?|html|pdf)\b/gi, "<path>"],
  [
    /\b0x[0-9a-f]{1,64}\b|\b(?!\d{1,128}\b)[0-9a-f]{8,64}\b|\b(?!\d{7}\b)(?=[a-f]{0,6}\d)[0-9a-f]{7}\b/gi,
    "<id>",
  ],
  [/\b(?!\d{1,128}\b)(?=[A-Za-z_]{0,30}\d)\w{16,128}\b/g, "<id>"],
  [/[+-]?\d+(?:[.,:]\d+)*/g, "<n>"],
];

/**
 * The same for errors that differ only in their job, in numbers, ids, times, paths, addresses and quoted texts: sixteen hexadecimal
 * digits. `message` is redacted already.
 */
export function fingerprintOf({ errorClass, errorKind }: Classified, message: string): string {
  let words = message;
  for (const [variable, name] of VARIABLE) words = words.replace(variable, name);
  const spaced = words.replace(/\s+/g, " ").trim();
  return hash("sha256", [errorClass, errorKind ?? "", spaced].join("\0")).slice(0, SHOWN);
}
