import { dictionary } from "@zxcvbn-ts/language-common";
import { Problem } from "@/lib/domain/problem";
import { remember } from "@/lib/server/remember";

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

const common = (): ReadonlySet<string> =>
  remember("common-passwords", () => new Set(dictionary["passwords-common"]));

/** Why a password is refused, in words for whoever chose it; null where it will do. */
export function passwordFault(password: string, email: string): string | null {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min || password.length > max) return `a password has ${min} to ${max} characters`;
  const lower = password.toLowerCase();
  // Digits and signs at an end are what people add where a rule asks for them.
  const core = lower.replace(/^[\W\d_]+|[\W\d_]+$/g, "");
  if (common().has(lower) || common().has(core)) return "this password is among the common ones";
  if (new Set(lower).size < 5) return "this password repeats too few different characters";
  const [name = ""] = email.toLowerCase().split("@");
  if (core === name || core === email.toLowerCase()) return "this password is the e-mail address";
  if (core === "greenlight") return "this password is the name of the product";
  return null;
}

/** @throws Problem bad-input, in words */
export function checkPassword(password: string, email: string): void {
  const fault = passwordFault(password, email);
  if (fault !== null) throw new Problem("bad-input", `password: ${fault}`);
}
