import { join } from "node:path";
import { expect, test } from "vitest";
import { checkConfig } from "@/lib/server/config";
import { folderWith, mistakesOf } from "./folder";

const KINDS =
  "execution-roi, article-costs, agent-metrics, article-evals, log, health, resources, errors, latency";

test.each([
  [
    "a misspelt kind",
    "sources:\n  - kind: exection-roi\n    path: a\n",
    `2:11 sources[0].kind: found "exection-roi", allowed: ${KINDS}; did you mean "execution-roi"?`,
  ],
  ["a missing part", "sources:\n  - kind: log\n", "2:5 sources[0].path: found nothing, allowed: a path"],
  [
    "an unknown section",
    "timezone: UTC\nprobs: []\n",
    '2:1 probs: found the unknown name "probs", allowed: timezone, sources',
  ],
  [
    "an unknown key",
    "sources:\n  - { kind: log, pth: a, path: b }",
    '2:18 sources[0].pth: found the unknown name "pth", allowed: kind, path, environment, timezone; did you mean "path"?',
  ],
  ["a zone", "timezone: Europe/Londn", '1:11 timezone: found "Europe/Londn", allowed: a time zone'],
  [
    "a number",
    "benchmarks:\n  hourly_rate_usd: -1",
    "2:20 benchmarks.hourly_rate_usd: found -1, allowed: a number from 0",
  ],
  [
    "a number in words",
    "benchmarks: { hours: { a: two } }",
    '1:27 benchmarks.hours.a: found "two", allowed: a number',
  ],
  [
    "not a number",
    "benchmarks: { hours: { a: .nan } }",
    "1:27 benchmarks.hours.a: found NaN, allowed: a number",
  ],
  [
    "a third environment",
    "environments: { red: { version: x } }",
    '1:17 environments.red: found the unknown name "red", allowed: blue, green',
  ],
  [
    "two servers that are one",
    "traffic: { haproxy: { socket: s, backend: b, servers: { blue: a, green: a } } }",
    '1:73 traffic.haproxy.servers.green: found "a", allowed: a server that is not blue\'s',
  ],
  ...["a;b", "a b", "a\\nb", "a/b", "a\\u0000", "ä", ""].map((name) => [
    `a name that HAProxy's socket would take for more than a name: ${name}`,
    `traffic: { haproxy: { socket: s, backend: "${name}" } }`,
    `1:43 traffic.haproxy.backend: found `,
  ]),
  ...["a;disable frontend in", "a\\r"].map((name) => [
    `such a name of a server: ${name}`,
    `traffic: { haproxy: { socket: s, backend: b, servers: { green: "${name}" } } }`,
    `1:64 traffic.haproxy.servers.green: found `,
  ]),
  [
    "an unquoted version",
    "environments: { blue: { version: 1.10 } }",
    "1:34 environments.blue.version: found 1.1, allowed: text",
  ],
  [
    "a duration",
    "probes: [{ name: a, kind: http, url: 'http://h', interval: 90 }]",
    "1:60 probes[0].interval: found 90, allowed: a duration",
  ],
  [
    "a short interval",
    "probes: [{ name: a, kind: http, url: 'http://h', interval: 0s }]",
    '1:60 probes[0].interval: found "0s", allowed: a duration from 1s',
  ],
  [
    "a long timeout",
    "probes: [{ name: a, kind: http, url: 'http://h', timeout: 2m }]",
    '1:59 probes[0].timeout: found "2m", allowed: a duration not longer than the interval (60s)',
  ],
  [
    "a wrong kind of probe",
    "probes: [{ name: a, kind: htpp }]",
    '1:27 probes[0].kind: found "htpp", allowed: command, http, file; did you mean "http"?',
  ],
  [
    "too many retries",
    "probes: [{ name: a, kind: file, path: x, retries: 6 }]",
    "1:51 probes[0].retries: found 6, allowed: a whole number from 0 to 5",
  ],
  [
    "a process sampled twice",
    "resources:\n- pid_file: a\n- pid_file: a",
    '3:13 resources[1].pid_file: found "a", allowed: a pid_file that no other entry has',
  ],
  [
    "a wrong scheme",
    "probes: [{ name: a, kind: http, url: 'file:///etc' }]",
    '1:38 probes[0].url: found "file:///etc", allowed: an http://',
  ],
  [
    "an empty command",
    "probes: [{ name: a, kind: command, command: [] }]",
    "1:45 probes[0].command: found an empty list, allowed: a list of the program",
  ],
  [
    "one name twice",
    "free_models: []\nprobes:\n- {name: a, kind: command, command: [x]}\n- {name: a, kind: command, command: [y]}",
    '4:10 probes[1].name: found "a", allowed: a name that no other entry has (entry 0 has it)',
  ],
  [
    "one receiver's name twice",
    "notify: [{kind: webhook, url: 'http://a'}, {kind: webhook, name: a, url: 'http://b'}, {kind: webhook, name: a, url: 'http://c'}]",
    "1:109 notify[2].name: found a value of 1 characters (not shown), allowed: a name that no other entry has (entry 1 has it)",
  ],
  [
    "one source twice",
    "sources: [{kind: log, path: a}, {kind: log, path: a}]",
    '1:51 sources[1].path: found "a", allowed: a path that no other',
  ],
  [
    "a home folder",
    "sources: [{kind: log, path: ~/a}]",
    '1:29 sources[0].path: found "~/a", allowed: a path',
  ],
  [
    "haproxy without its part",
    "traffic:\n  driver: haproxy\n",
    "2:3 traffic.haproxy: found nothing, allowed: socket and backend",
  ],
  [
    "a rule of one's own without a figure",
    "rules:\n  - { name: mine, severity: low, op: '>', threshold: 1 }",
    '2:5 rules[0].metric: found nothing, allowed: a value: "mine" is a rule of your own',
  ],
  [
    "a threshold",
    "rules: [{ name: memory, threshold: 1.5 TB }]",
    '1:36 rules[0].threshold: found "1.5 TB", allowed: a number (0.05 is 5 %), or a size',
  ],
  [
    "an action",
    "rules: [{ name: memory, action: { kind: rolback } }]",
    '1:41 rules[0].action.kind: found "rolback", allowed: none, notify, review, hold, set_flag, rollback; did you mean "rollback"?',
  ],
  [
    "a place to clear on the bad side",
    "rules: [{ name: rag-latency, clear_threshold: 501 }]",
    "1:47 rules[0].clear_threshold: found 501, allowed: a figure not above the threshold (500)",
  ],
  [
    "such a place of a rule that looks downwards",
    "rules: [{ name: mine, severity: low, metric: gate_pass_rate, op: <, threshold: 0.8, clear_threshold: 0.7 }]",
    "1:102 rules[0].clear_threshold: found 0.7, allowed: a figure not below the threshold (0.8)",
  ],
  [
    "errors counted where there are none",
    "rules: [{ name: memory, min_errors: 3 }]",
    "1:37 rules[0].min_errors: found 3, allowed: only with the metric error_rate",
  ],
  [
    "a switch in words",
    "rules: [{ name: memory, automatic: never }]",
    '1:36 rules[0].automatic: found "never", allowed: true or false',
  ],
  [
    "half of a sign-in",
    "notify: [{ kind: email, host: mail, from: a@b.c, to: [d@e.f], user: me }]",
    "1:10 notify[0].password: found nothing, allowed: both user and password, or neither",
  ],
  [
    "a wrong kind of notification",
    "notify: [{ kind: mail }]",
    '1:18 notify[0].kind: found "mail", allowed: webhook, email; did you mean "email"?',
  ],
  ...["a@b.c\\nBcc: x@y.z", "a@b.c, x@y.z", "Ada <a@b.c>", "ada", "@b.c"].map((address) => [
    `what is no single address: ${address}`,
    `notify: [{ kind: email, host: mail, from: a@b.c, to: ["${address}"] }]`,
    "1:55 notify[0].to[0]: found a value of ",
  ]),
  [
    "a list where a mapping belongs",
    "access: [viewer]",
    "1:9 access: found a list, allowed: a mapping of anonymous",
  ],
  ["a list as the whole", "- 1", "1:1 the file: found a list, allowed: a mapping of timezone"],
  ["a key twice", "metrics: keyed\nmetrics: public", '2:1 the key "metrics" stands here twice'],
  ["a tab", "access:\n\tanonymous: none", "2:1 Tabs are not allowed as indentation"],
  ["two documents", "metrics: keyed\n---\nmetrics: public", "2:1 a second document (---) begins here"],
  ["an open bracket", "sources: [", "1:11 "],
  ["an unknown tag", "metrics: !!js/function x", "1:10 Unresolved tag"],
  ["an alias of nothing", "metrics: *gone", "1:1 Unresolved alias"],
  ["a prototype", "__proto__: { a: 1 }", '1:1 __proto__: found the unknown name "__proto__"'],
  [
    "an alias, shown at its anchor",
    "environments: { blue: &a { version: 3 }, green: *a }",
    "1:37 environments.blue.version: found 3",
  ],
])("%s is named with its place", async (_, text, expected) => {
  const mistakes = await mistakesOf(text);
  expect(mistakes.map((mistake) => mistake.slice(0, "greenlight.yaml:".length + expected.length))).toContain(
    `greenlight.yaml:${expected}`,
  );
});

test("all mistakes are told at once", async () => {
  expect(await mistakesOf("metrics: 3\ntimezone: 4\nfoo: 5")).toHaveLength(3);
});

test.each([
  "notify: [{ kind: webhook, url: 'hooks/top-secret-token' }]",
  "notify: [{ kind: webhook, url: 'https://h/x', secret: { a: top-secret-token } }]",
  "notify: https://top-secret-token@h",
  "notify: [{ kind: email, host: h, from: a@b.c, to: [a@b.c], user: u, password: [top-secret-token] }]",
  "notify: [{ kind: email, host: h, from: a@b.c, to: [a@b.c], password: top-secret-token }]",
  "environments: { blue: { url: 'http://me:top-secret-token@host' } }",
  "environments: { blue: { url: 'ftp://host/?key=top-secret-token' } }",
])("no secret is repeated: %s", async (text) => {
  const mistakes = await mistakesOf(text);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).not.toContain("top-secret");
});

test("config check prints one line per mistake", async () => {
  const file = join(folderWith("metrics: 3\nfoo: 5"), "greenlight.yaml");
  const { mistakes, text } = await checkConfig(file);
  expect(mistakes[0]).toMatchObject({
    file,
    line: 1,
    column: 10,
    path: "metrics",
    found: "3",
    allowed: "keyed, public",
  });
  expect(text.split("\n")).toHaveLength(2);
  expect(text).toContain(`${file}:1:10 metrics: found 3, allowed: keyed, public`);
});
