import { redacted } from "@/lib/domain/redact";
import { cut } from "./figures";
import { plain } from "./plain-text";

/** The most characters of an error's message. */
export const MESSAGE_MAX = 1000;
/** The most characters of what belongs to it, such as a traceback. */
export const DETAIL_MAX = 16_384;
/** What is longer is cut before it is looked through for secrets: nobody reads it, and it would cost time. */
const RAW_MAX = 4 * DETAIL_MAX;

/**
 * An error's words without secrets: one line, and all the rest of the message with `more` as its detail.
 * Both are cut to their lengths.
 */
export function errorText(message: string, more: string | null): { message: string; detail: string | null } {
  const whole = clean(message).trim();
  const newline = whole.search(/[\r\n]/);
  const end = Math.min(newline === -1 ? whole.length : newline, MESSAGE_MAX);
  const detail = [whole.slice(end).trim(), more === null ? "" : clean(more).trim()]
    .filter((part) => part !== "")
    .join("\n");
  return {
    message: cut(whole, end).trim(),
    detail: detail === "" ? null : cut(detail.toWellFormed(), DETAIL_MAX),
  };
}

const clean = (text: string): string => redacted(plain(cut(text, RAW_MAX)));
