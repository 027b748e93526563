import { z } from "zod";
import { FINDING_VERDICTS } from "@/lib/domain/finding";
import { HELD_REASONS, PHASES } from "@/lib/domain/release";
import { ENTRY_KINDS } from "@/lib/domain/release-effect";
import { VERBS } from "@/lib/domain/release-look";
import { SEVERITIES } from "@/lib/domain/rule";
import { count, type Endpoint, time } from "./endpoint";
import { backup, environment, ms, percent, plan, quarantine, wish } from "./release-plan";

const share = z.number().min(0).max(100);
const reason = z.string().trim().max(500);

const finding = z.object({
  verdict: z.enum(FINDING_VERDICTS),
  value: z.number().nullable().describe("in the unit of the rule's metric"),
  n: count,
  k: count.nullable(),
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
  said: z.string(),
});

const samples = z.object({ candidate: count, control: count });

const entry = z.object({
  id: z.int(),
  time,
  kind: z.enum(ENTRY_KINDS),
  from: z.enum(PHASES),
  to: z.enum(PHASES),
  actor: z.string(),
  automatic: z.boolean(),
  reason: z.string().nullable(),
  said: z.string(),
  evidence: z.object({
    weight: share.nullable(),
    applied: share.nullable(),
    counted_ms: ms.nullable(),
    samples,
    findings: z.array(z.object({ rule: z.string(), finding, shared_cause: z.boolean() })),
    backup: z.object({ healthy: z.boolean().nullable(), age_ms: ms.nullable() }),
  }),
});

export type ReleaseEntry = z.output<typeof entry>;

const release = z.object({
  id: z.string(),
  version: z.string(),
  environment,
  state: z.enum(PHASES),
  live: z.boolean().describe("whether it has a say in the traffic; at most one has"),
  weight: percent.nullable().describe("percent it wants for its environment; all four: /api/traffic"),
  held: z
    .object({
      reason: z.enum(HELD_REASONS),
      said: z.string(),
      means: z.string(),
      released_by: z.string().describe("what ends it"),
      over: z.enum(["preflight", "shifting", "observing", "retained"]).describe("what it goes on with"),
    })
    .nullable(),
  step: z
    .int()
    .nullable()
    .describe("which of the plan's steps, from 0; null before the first and after the last"),
  waits_for: z.string().describe('in words: "1 h done, 6 of 8 articles on green"'),
  deadline: time.nullable().describe("when that ends, if nothing stops the clock"),
  entered_at: time,
  created_at: time,
  created_by: z.string(),
  linked_to: z.string().nullable().describe("the release whose rollback it undoes"),
  plan_hash: z.string(),
  possible: z.array(z.enum(VERBS)),
  undone_by: z.object({ actor: z.string(), automatic: z.boolean(), rule: z.string().nullable() }).nullable(),
});

export type ReleaseSummary = z.output<typeof release>;

/** What keeps time from counting: another share than the wanted one, or something that cannot be seen. */
export const CLOCK_STANDS = ["held", "off", "unread", "stale", "no_data"] as const;

const detail = release.extend({
  plan,
  progress: z
    .object({
      counted_ms: ms,
      hold_ms: ms,
      articles: count,
      samples,
      stands: z.enum(CLOCK_STANDS).nullable().describe("why its clock stands still; null while it runs"),
    })
    .nullable()
    .describe("of the step that is observed; the clock counts only while everything can be seen"),
  evidence: z
    .array(
      z.object({
        rule: z.string(),
        metric: z.string(),
        severity: z.enum(SEVERITIES),
        action: z.string(),
        finding,
        shared_cause: z.boolean().describe("the other environment has the same fault"),
        waived: z.boolean().describe("a person has seen it: it holds this step no more"),
        dry_run: z.boolean(),
        must_have_data: z.boolean(),
      }),
    )
    .describe("what every rule says now; the figure that is acted on"),
  missing: z.array(z.string()).describe("of a draft: what it asks for before it starts, and is not there"),
  backup: backup.nullable(),
  quarantine: quarantine.nullable(),
  report: z.string().nullable().describe("of /api/rollbacks, where it was rolled back"),
  undo_until: time.nullable().describe("until when a person's rollback can be undone"),
  timeline: z.array(entry).describe("oldest first"),
});

export type ReleaseReply = z.output<typeof detail>;

export const releaseDraft = {
  method: "POST",
  path: "/api/releases",
  permission: "operate",
  summary: "Plans a release; nothing moves before it is started with the hash of its plan",
  query: z.object({}),
  body: wish,
  reply: detail,
} as const satisfies Endpoint;

export const releases = {
  method: "GET",
  path: "/api/releases",
  permission: "read",
  summary: "Releases, newest first, at most 100; and versions in quarantine",
  query: z.object({ only: z.enum(["live"]).optional().describe("the one that has a say in the traffic") }),
  reply: z.object({ releases: z.array(release), quarantine: z.array(quarantine) }),
} as const satisfies Endpoint;

export type ReleasesQuery = z.output<typeof releases.query>;
export type ReleasesReply = z.output<typeof releases.reply>;

export const releaseDetail = {
  method: "GET",
  path: "/api/releases/{id}",
  permission: "read",
  summary: "One release: its plan, what it waits for, what every rule says, its timeline",
  query: z.object({}),
  reply: detail,
} as const satisfies Endpoint;

export const releaseVerb = {
  method: "POST",
  path: "/api/releases/{id}/{verb}",
  permission: "operate",
  summary: `Moves a release: ${VERBS.join(", ")}. One that is impossible now is 409 and says what is possible`,
  query: z.object({}),
  body: z.object({
    reason: reason.optional(),
    plan_hash: z.string().max(200).optional().describe("of start: the plan that was seen"),
    confirm: z.boolean().optional().describe("of rollback: also where the backup does not look healthy"),
  }),
  reply: detail,
} as const satisfies Endpoint;

export const releaseUndo = {
  method: "POST",
  path: "/api/releases/{id}/undo",
  permission: "operate",
  summary: "Within ten minutes of a person's rollback: the same plan anew, linked to it, from its checks",
  query: z.object({}),
  body: z.object({ reason: reason.optional() }),
  reply: detail,
} as const satisfies Endpoint;
