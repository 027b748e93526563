import { z } from "zod";
import { PERMISSIONS, ROLES, TITLES } from "@/lib/domain/access";
import { type Endpoint, time } from "./endpoint";

const email = z.email("an e-mail address").max(254);
const password = z.string().min(1, "a password").max(1024);
const personName = z
  .string()
  .trim()
  .min(1, "a name")
  .max(80)
  .refine((text) => !/\p{Cc}/u.test(text), "a name on one line");
const role = z.enum(ROLES);
const titles = z.array(z.enum(TITLES)).max(TITLES.length);

const me = z.object({
  kind: z.enum(["person", "key", "anonymous", "demo", "nobody"]),
  actor: z.string().describe("as the audit names it"),
  permissions: z.array(z.enum(PERMISSIONS)),
  titles: titles.describe("what releases are signed as"),
  person: z.object({ name: z.string(), email: z.string(), role, titles }).nullable(),
});

export type Me = z.output<typeof me>;

export const whoami = {
  method: "GET",
  path: "/api/me",
  permission: "open",
  summary: "Who asks, and what that allows",
  query: z.object({}),
  reply: me,
} as const satisfies Endpoint;

export const signIn = {
  method: "POST",
  path: "/api/auth/sign-in/email",
  permission: "open",
  summary: "Begins a session: its cookie comes with the answer. 429 after ten wrong passwords in 15 minutes",
  query: z.object({}),
  body: z.object({ email, password }),
  reply: me,
} as const satisfies Endpoint;

export const signOut = {
  method: "POST",
  path: "/api/auth/sign-out",
  permission: "open",
  summary: "Ends this session",
  query: z.object({}),
  body: z.object({}),
  reply: me,
} as const satisfies Endpoint;

export const passwordChange = {
  method: "POST",
  path: "/api/auth/change-password",
  permission: "read",
  summary: "Changes one's own password, which ends every session of one's own, this one too",
  query: z.object({}),
  body: z.object({ current_password: password, new_password: password }),
  reply: me,
} as const satisfies Endpoint;

export const welcome = {
  method: "POST",
  path: "/api/auth/welcome",
  permission: "open",
  summary: "Uses a one-time link: sets a password, or makes the first administrator, and begins a session",
  query: z.object({}),
  body: z.object({
    token: z.string().min(1).max(200),
    password,
    name: personName.optional().describe("needed for the first administrator"),
    email: email.optional().describe("needed for the first administrator"),
  }),
  reply: me,
} as const satisfies Endpoint;

const sessionsReply = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      created_at: time,
      expires_at: time,
      address: z.string().nullable(),
      agent: z.string().nullable(),
    }),
  ),
});

export const sessions = {
  method: "GET",
  path: "/api/sessions",
  permission: "read",
  summary: "One's own sessions, newest first",
  query: z.object({}),
  reply: sessionsReply,
} as const satisfies Endpoint;

export const sessionRevoke = {
  method: "POST",
  path: "/api/sessions/{id}/revoke",
  permission: "read",
  summary: "Ends one of one's own sessions at once",
  query: z.object({}),
  body: z.object({}),
  reply: sessionsReply,
} as const satisfies Endpoint;

export const sessionsRevoke = {
  method: "POST",
  path: "/api/sessions/revoke-others",
  permission: "read",
  summary: "Ends all of one's own sessions but this one",
  query: z.object({}),
  body: z.object({}),
  reply: sessionsReply,
} as const satisfies Endpoint;

const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  titles,
  disabled: z.boolean(),
  invited_until: time.nullable().describe("while a link to choose a password is open"),
  has_password: z.boolean(),
  sessions: z.int().nonnegative(),
  last_signed_in_at: time.nullable(),
  created_at: time,
});

const usersReply = z.object({ users: z.array(user) });

const invited = user.extend({
  link: z.string().describe("to choose a password with; shown once"),
  link_until: time,
});

export const users = {
  method: "GET",
  path: "/api/users",
  permission: "admin",
  summary: "Everybody with an account, by name",
  query: z.object({}),
  reply: usersReply,
} as const satisfies Endpoint;

export const userCreate = {
  method: "POST",
  path: "/api/users",
  permission: "admin",
  summary: "Makes an account, and a one-time link with which its person chooses a password",
  query: z.object({}),
  body: z.object({ email, name: personName, role, titles: titles.default([]) }),
  reply: invited,
} as const satisfies Endpoint;

export const userChange = {
  method: "PUT",
  path: "/api/users/{id}",
  permission: "admin",
  summary: "Changes role, titles, or whether somebody may sign in; never takes away the last administrator",
  query: z.object({}),
  body: z.object({
    role: role.optional(),
    titles: titles.optional(),
    disabled: z.boolean().optional(),
  }),
  reply: usersReply,
} as const satisfies Endpoint;

export const userReset = {
  method: "POST",
  path: "/api/users/{id}/reset",
  permission: "admin",
  summary: "A new one-time link to choose a password; the old password and all sessions end",
  query: z.object({}),
  body: z.object({}),
  reply: invited,
} as const satisfies Endpoint;

export type SessionsReply = z.output<typeof sessionsReply>;
export type UsersReply = z.output<typeof usersReply>;
export type User = z.output<typeof user>;
export type Invited = z.output<typeof invited>;
