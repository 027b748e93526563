import { z } from "zod";
import { SCOPES } from "@/lib/domain/access";
import { type Endpoint, time } from "./endpoint";

/** How keys are told apart: one line, shown in the audit. */
const keyName = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:@/-]{0,79}$/u,
    "a name of letters, digits, spaces and . _ : @ / -, up to 80",
  );

const key = z.object({
  id: z.string(),
  name: z.string(),
  scope: z.enum(SCOPES),
  hint: z.string().describe("how the key begins"),
  state: z.enum(["active", "expired", "revoked"]),
  created_at: time,
  created_by: z.string(),
  expires_at: time.nullable(),
  last_used_at: time.nullable(),
});

const keysReply = z.object({
  bootstrap: z
    .boolean()
    .describe("whether GREENLIGHT_API_KEY is set: a key with all rights that is not in the list"),
  keys: z.array(key),
});

export const keys = {
  method: "GET",
  path: "/api/keys",
  permission: "admin",
  summary: "The keys of machines, newest first; never the keys themselves",
  query: z.object({}),
  reply: keysReply,
} as const satisfies Endpoint;

export const keyCreate = {
  method: "POST",
  path: "/api/keys",
  permission: "admin",
  summary: "Makes a key; its text is in this answer and nowhere else",
  query: z.object({}),
  body: z.object({ name: keyName, scope: z.enum(SCOPES), expires_at: time.nullable().default(null) }),
  reply: key.extend({ key: z.string().describe("Authorization: Bearer gl_…") }),
} as const satisfies Endpoint;

export const keyRevoke = {
  method: "POST",
  path: "/api/keys/{id}/revoke",
  permission: "admin",
  summary: "Ends a key at once",
  query: z.object({}),
  body: z.object({}),
  reply: keysReply,
} as const satisfies Endpoint;

export type KeysReply = z.output<typeof keysReply>;
export type KeyCreated = z.output<typeof keyCreate.reply>;
