import { z } from "zod";
import { TITLES } from "@/lib/domain/access";
import { SIGNED_FIGURES } from "@/lib/domain/signed-figures";
import { RUN_KINDS, RUN_STATES } from "@/lib/domain/test-run";
import { count, type Endpoint, ratio, time } from "./endpoint";
import { environment } from "./release-plan";

const title = z.enum(TITLES);
const note = z.string().trim().max(500);

const side = z.object({ value: ratio, n: count.describe("samples that the value stands on") });

const place = z.object({
  environment,
  version: z.string().nullable(),
  from: time,
  to: time.describe("not included"),
});

/** What is signed: how things stood at one moment. Stored as it was seen, and never worked out anew. */
export const seen = z.object({
  release: z.string(),
  plan_hash: z.string(),
  at: time,
  candidate: place,
  control: place.describe("what has the work, over the last seven days"),
  checklist: z.object({ done: count, total: count }),
  runs: z
    .array(z.object({ kind: z.enum(RUN_KINDS), state: z.enum(RUN_STATES), said: z.string(), at: time }))
    .describe("the newest of each kind; absent where there was none"),
  figures: z.array(z.object({ figure: z.enum(SIGNED_FIGURES), candidate: side, control: side })),
});

export type Seen = z.output<typeof seen>;

const signOff = z.object({
  id: z.int(),
  title,
  name: z.string(),
  actor: z.string(),
  at: time,
  note: z.string().nullable(),
  seen,
  revoked: z.object({ at: time, by: z.string(), reason: z.string().nullable() }).nullable(),
});

export type SignOff = z.output<typeof signOff>;

const reply = z.object({
  required: z.array(title).describe("who has to have signed before it starts"),
  missing: z.array(title).describe("of these, who has not"),
  can_sign: z.boolean().describe("whether this release can be signed as it stands"),
  revocable: z.boolean().describe("until it starts"),
  sign_offs: z.array(signOff).describe("newest first, those that were revoked, too"),
});

export type SignOffsReply = z.output<typeof reply>;

export const signOffs = {
  method: "GET",
  path: "/api/releases/{id}/sign-offs",
  permission: "read",
  summary: "Who has signed a release, with the figures that they saw, frozen",
  query: z.object({}),
  reply,
} as const satisfies Endpoint;

export const releaseFigures = {
  method: "GET",
  path: "/api/releases/{id}/figures",
  permission: "read",
  summary: "What there is to sign now; its seal proves to a sign-off that nothing else was seen",
  query: z.object({}),
  reply: z.object({ seen, seal: z.string() }),
} as const satisfies Endpoint;

export type FiguresReply = z.output<typeof releaseFigures.reply>;

export const signOffCreate = {
  method: "POST",
  path: "/api/releases/{id}/sign-offs",
  permission: "read",
  summary: "Signs a release by a title of one's own. 412 where the figures are older than 15 minutes",
  query: z.object({}),
  body: z.object({
    title,
    note: note.optional(),
    seen: seen.describe("as /api/releases/{id}/figures gave it"),
    seal: z.string().max(200),
  }),
  reply,
} as const satisfies Endpoint;

export const signOffRevoke = {
  method: "POST",
  path: "/api/releases/{id}/sign-offs/{title}/revoke",
  permission: "read",
  summary: "Takes back a sign-off of a title of one's own, until the release starts",
  query: z.object({}),
  body: z.object({ reason: note.optional() }),
  reply,
} as const satisfies Endpoint;
