import { z } from "zod";
import { DIGEST_DAYS } from "@/lib/domain/digest";
import { durationMs, isDuration } from "@/lib/domain/duration";
import { TOLD } from "@/lib/domain/notification-words";
import { REQUIREMENTS } from "@/lib/domain/requirement";
import * as parts from "./config-parts";
import { rules } from "./config-rules";

const {
  blank,
  durationFrom,
  environment,
  haproxyName,
  hostName,
  httpUrl,
  listOf,
  mailAddress,
  matching,
  name,
  networkRange,
  numberFrom,
  oneOf,
  path,
  section,
  text,
  wholeFrom,
  zone,
} = parts;

/** The files of the pipeline that can be watched. Each can be pushed, too. */
export const SOURCE_KINDS = [
  "execution-roi",
  "article-costs",
  "agent-metrics",
  "article-evals",
  "log",
  "health",
  "resources",
  "errors",
  "latency",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

const source = section({
  kind: oneOf(SOURCE_KINDS),
  path,
  environment: environment.optional(),
  timezone: zone.optional(),
});

const articles = section({ agents: listOf(text).default(["full_pipeline", "pipeline"]) });

const hours = numberFrom(0, 1000);
const benchmarks = section({
  hourly_rate_usd: numberFrom(0, 100_000).default(75),
  hours: z
    .object(
      {
        research_agent: hours.default(2),
        writer_agent: hours.default(3),
        editor_agent: hours.default(1),
        graphics_agent: hours.default(0.5),
      },
      "a mapping of agent to hours",
    )
    .catchall(hours)
    .prefault({}),
});

const place = section({ url: httpUrl.optional(), version: text.optional() });
const environments = section({ blue: blank(place.optional()), green: blank(place.optional()) });

const every = {
  interval: durationFrom("1s", "24h").default("60s"),
  timeout: durationFrom("1s", "1h").optional(),
  retries: wholeFrom(0, 5).default(1),
  environment: environment.optional(),
};
const probe = z
  .discriminatedUnion(
    "kind",
    [
      section({
        name,
        kind: z.literal("command"),
        command: listOf(text).min(1, "a list of the program and its arguments"),
        cwd: path.optional(),
        ...every,
      }),
      section({ name, kind: z.literal("http"), url: httpUrl, ...every }),
      section({ name, kind: z.literal("file"), path, ...every }),
    ],
    { error: "command, http, file" },
  )
  .check(({ value, issues }) => {
    if (value.timeout === undefined || !isDuration(value.timeout) || !isDuration(value.interval)) return;
    if (durationMs(value.timeout) <= durationMs(value.interval)) return;
    const message = `a duration not longer than the interval (${value.interval})`;
    issues.push({ code: "custom", input: value.timeout, path: ["timeout"], message });
  });

const resource = section({
  pid_file: path,
  interval: durationFrom("1s", "24h").default("15s"),
  environment: environment.optional(),
});

const haproxy = section({
  socket: path,
  backend: haproxyName,
  servers: section({ blue: haproxyName.default("blue"), green: haproxyName.default("green") }).prefault({}),
});
const traffic = section({
  state_file: path.optional(),
  driver: oneOf(["state-file", "haproxy"]).default("state-file"),
  haproxy: haproxy.optional(),
}).check(({ value, issues }) => {
  const { servers } = value.haproxy ?? {};
  if (servers !== undefined && servers.blue === servers.green) {
    const message = "a server that is not blue's";
    issues.push({ code: "custom", input: servers.green, path: ["haproxy", "servers", "green"], message });
  }
  if (value.driver !== "haproxy" || value.haproxy !== undefined) return;
  const message = "socket and backend, because the driver is haproxy";
  issues.push({ code: "custom", input: undefined, path: ["haproxy"], message });
});

const enabled = z.boolean("true or false");
const flags = section({
  file: path.optional(),
  defaults: z
    .object(
      { flow: enabled.default(true), rag: enabled.default(true), telemetry: enabled.default(true) },
      "a mapping of flag to true or false",
    )
    .catchall(enabled)
    .prefault({}),
});

const tells = listOf(oneOf(TOLD))
  .min(1, "a list of what is told")
  .default([...TOLD]);
const webhook = section({
  kind: z.literal("webhook"),
  name: name.optional(),
  tells,
  url: httpUrl,
  secret: text.optional(),
});
const email = section({
  kind: z.literal("email"),
  name: name.optional(),
  tells,
  host: hostName,
  port: wholeFrom(1, 65_535).default(587),
  secure: z.boolean("true or false").default(false),
  user: text.optional(),
  password: text.optional(),
  from: mailAddress,
  to: listOf(mailAddress).min(1, "a list of e-mail addresses").max(50, "at most 50 e-mail addresses"),
});
const notification = z
  .discriminatedUnion("kind", [webhook, email], { error: "webhook, email" })
  .check(({ value, issues }) => {
    if (value.kind !== "email" || (value.user === undefined) === (value.password === undefined)) return;
    const key = value.user === undefined ? "user" : "password";
    const message = "both user and password, or neither";
    issues.push({ code: "custom", input: undefined, path: [key], message });
  });

const access = section({
  anonymous: oneOf(["none", "viewer"]).default("none"),
  url: httpUrl.optional(),
  proxies: listOf(networkRange).default([]),
  requests_per_minute: wholeFrom(60, 10_000_000).default(60_000),
});

const backup = section({
  every: durationFrom("1m", "720h").optional(),
  keep: wholeFrom(1, 1000).default(7),
  folder: path.optional(),
});

/** What a smoke test writes articles about where the settings name no topics. */
export const SMOKE_TOPICS = [
  "Smoke test: what a release has to prove",
  "Smoke test: the cost of an article",
  "Smoke test: why blue is kept",
];
const smokeCommon = {
  topics: listOf(text)
    .min(1, "from 1 to 20 topics")
    .max(20, "from 1 to 20 topics")
    .check(({ value, issues }) => {
      if (new Set(value.map((topic) => topic.trim().toLowerCase())).size === value.length) return;
      issues.push({ code: "custom", input: value, path: [], message: "topics of which none is there twice" });
    })
    .default(SMOKE_TOPICS),
  timeout: durationFrom("1s", "2h").default("30m"),
};
const smoke = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("command"),
      command: listOf(text).min(1, "a list of the program and its arguments"),
      cwd: path.optional(),
      ...smokeCommon,
    }),
    section({ kind: z.literal("webhook"), url: httpUrl, secret: text.optional(), ...smokeCommon }),
  ],
  { error: "command, webhook" },
);

const releases = section({ requires: listOf(oneOf(REQUIREMENTS)).default([]) });

const budget = section({ monthly_usd: numberFrom(0.01, 1_000_000_000) });

const digest = section({
  day: oneOf(DIGEST_DAYS).default("monday"),
  time: matching("a time of day such as 08:00", (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value)).default(
    "08:00",
  ),
});

/** The whole of greenlight.yaml. What it leaves out has its default here, except what only the server knows. */
export const config = section({
  timezone: blank(zone.optional()).describe("reporting zone; default: the server's"),
  sources: blank(listOf(source).check(parts.unique("path")).default([])),
  articles: blank(articles.prefault({})),
  benchmarks: blank(benchmarks.prefault({})),
  free_models: blank(listOf(text).default([])),
  environments: blank(environments.prefault({})),
  probes: blank(listOf(probe).check(parts.unique("name")).default([])),
  resources: blank(listOf(resource).check(parts.unique("pid_file")).default([])),
  traffic: blank(traffic.prefault({})),
  flags: blank(flags.prefault({})),
  rules: blank(rules.default([])),
  notify: blank(listOf(notification).check(parts.unique("name")).default([])),
  releases: blank(releases.prefault({})),
  smoke: blank(smoke.optional()),
  budget: blank(budget.optional()),
  digest: blank(digest.prefault({})),
  access: blank(access.prefault({})),
  backup: blank(backup.prefault({})),
  metrics: blank(oneOf(["keyed", "public"]).default("keyed")),
});

export type Config = z.output<typeof config>;
