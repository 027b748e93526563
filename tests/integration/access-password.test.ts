import { expect, test } from "vitest";
import { checkPassword, PASSWORD_LENGTH, passwordFault } from "@/lib/server/access/password";
import fc from "@/tests/support/laws";

const ANA = "ana.lovelace@example.org";

test.each([
  ["", /12 to 128/],
  ["eleven-char", /12 to 128/],
  ["x7".repeat(65), /12 to 128/],
  ["qwertyuiop123", /common/],
  ["QWERTYUIOP!!", /common/],
  ["12password345", /common/],
  ["aaaaaaaaaaaaaaaa", /too few/],
  ["abababababab", /too few/],
  ["ana.lovelace", /e-mail/],
  ["Ana.Lovelace2026", /e-mail/],
  ["ana.lovelace@example.org", /e-mail/],
  ["greenlight2026!", /product/],
])("%j is refused: %s", (password, why) => {
  expect(passwordFault(password, ANA)).toMatch(why);
  expect(() => checkPassword(password, ANA)).toThrow(/^password: /);
});

test.each(["correct horse battery", "пароль-из-нескольких-слов", "twelve chars", "🔑🔒 emoji are ok too"])(
  "%j will do",
  (password) => {
    expect(passwordFault(password, ANA)).toBeNull();
  },
);

test("any text gets an answer, and a long enough random one will do", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (text, email) => {
      const fault = passwordFault(text, email);
      expect(fault === null || fault.includes("password")).toBe(true);
      if (fault === null) expect(text.length).toBeGreaterThanOrEqual(PASSWORD_LENGTH.min);
    }),
  );
  fc.assert(
    fc.property(fc.uuid(), (text) => passwordFault(text, ANA) === null),
    { examples: [["00000000-0000-4000-8000-00000000000a"]] },
  );
});

test("no refusal repeats the password", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{0,11}Z[0-9]{0,9}$/), (password) => {
      const fault = passwordFault(password, ANA);
      return fault === null || password.length < 3 || !fault.includes(password);
    }),
  );
});
