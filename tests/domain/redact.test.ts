import { describe, expect, test } from "vitest";
import { redacted } from "@/lib/domain/redact";
import fc from "@/tests/support/laws";
import { PLANTED } from "@/tests/support/secrets";

const PEM = (kind: string) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nhunter2\n-----END ${kind}PRIVATE KEY-----`;

describe("what looks like a secret is replaced", () => {
  test.each(PLANTED)("%s", (text, secret) => {
    expect(redacted(text)).toContain("[redacted]");
    expect(redacted(text)).not.toContain(secret);
  });

  test.each(["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])("a private key of the kind '%s'", (kind) => {
    expect(redacted(`before ${PEM(kind)} after`)).toBe("before [redacted] after");
  });

  test("a private key whose end was cut off goes on to the end of the text", () => {
    expect(redacted(`before ${PEM("").slice(0, 50)}`)).toBe("before [redacted]");
  });

  test("wherever it stands in a text", () => {
    const around = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => !/[\w"'\\-]/.test(text));
    fc.assert(
      fc.property(fc.constantFrom(...PLANTED), around, around, ([text, secret], before, after) => {
        expect(redacted(`${before} ${text} ${after}`)).not.toContain(secret);
      }),
    );
  });
});

describe("the name of a secret stays", () => {
  test.each([
    ["api_key=hunter2 rest", "api_key=[redacted] rest"],
    ["Authorization: Bearer hunter2", "Authorization: Bearer [redacted]"],
    ['{"password": "hunter2", "user": "bob"}', '{"password": "[redacted]", "user": "bob"}'],
    ["login(password='hunter2', user='bob')", "login(password='[redacted]', user='bob')"],
    ["connect(password=hunter2,user=bob)", "connect(password=[redacted],user=bob)"],
    ["postgres://bob:hunter2@db/news", "postgres://bob:[redacted]@db/news"],
    ["/x?key=hunter2&page=2", "/x?key=[redacted]&page=2"],
  ])("%s", (text, expected) => expect(redacted(text)).toBe(expected));
});

test.each([
  "token count 1234",
  "tokens: 512, max_tokens=4096, prompt_tokens: 12, token: 512",
  "password reset failed for bob",
  "secret sauce, the secretary: bob, passwordless",
  "Unexpected token: end of input",
  "Bearer authentication failed; basic configuration",
  "job 3f2b8c1e-9d4a-4b7e-8f60-1a2b3c4d5e6f at 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
  "claude-sonnet-4-20250514, gpt-4o-mini-2024-07-18, text-embedding-3-large",
  '  File "/usr/lib/python3.11/site-packages/anthropic/_base_client.py", line 1059, in _request',
  "https://api.anthropic.com/v1/messages?page=2&limit=10",
  "http://localhost:8080/users/bob@example.com",
  "sk-learn-based-classifier, task-runner, disk-usage, npm_config_user_agent",
  "api_key=None, password: null, token=True",
  "primary_key=id, cache_key=article, keyboard: x, monkey: y",
  "2026-01-09 11:00:00,123 - economist_flow - ERROR - Stage 3 failed after 12.5 s",
  "No such file or directory: '/etc/secrets/api_key.txt'",
  "article 'The key to Europe: token gestures' has 3 passes, pass=3 fail=2",
])("ordinary text stays: %s", (text) => expect(redacted(text)).toBe(text));

const WORDS = [
  ...["password", "api_key", "token", "Authorization", "Bearer", "Basic", "secret", "--token", "key", "?sig"],
  ...[
    "=",
    ":",
    ": ",
    "'",
    '"',
    "\\",
    '\\"',
    ",",
    ";",
    ")",
    " ",
    "\n",
    "@",
    "://",
    "b'",
    ">",
    "=>",
    "[redacted]",
  ],
  ...["hunter2", "sk-", "eyJhbGciOiJI", ".", "None", "-----BEGIN PRIVATE KEY-----", "aB3dE5fG7hJ9kL1mN3pQ5r"],
];

test("twice is the same as once", () => {
  const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(""));
  fc.assert(
    fc.property(text, (found) => {
      expect(redacted(redacted(found))).toBe(redacted(found));
    }),
    { numRuns: 5000 },
  );
});

const BEGINNINGS = [
  "a",
  "-",
  "a://a:",
  "sk-a-",
  'password="',
  "eyJaaaaaaaaaa.",
  "-----BEGIN ",
  "key=aA1",
  "gl_-",
];

// Quadratic time would be minutes each, and run into the limit.
test.each([...WORDS, ...BEGINNINGS])(
  "a megabyte of %j is read at once",
  (word) => {
    const text = word.repeat(Math.ceil(1_000_000 / word.length));
    expect(redacted(text).length).toBeLessThanOrEqual(2 * text.length);
  },
  30_000,
);
