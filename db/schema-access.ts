import type { Role, Scope } from "@/lib/domain/access";

/** People, machines and links. The first four tables belong to better-auth, in its names; it stores times as ISO 8601. */
export interface AccessSchema {
  user: UserTable;
  session: SessionTable;
  account: AccountTable;
  verification: VerificationTable;
  api_key: ApiKeyTable;
  invitation: InvitationTable;
}

export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
  role: Role;
  /** Separated by spaces. */
  titles: string;
  disabled: number;
  /** The last time; null for who never has. */
  signedInAt: string | null;
}

export interface SessionTable {
  id: string;
  expiresAt: string;
  token: string;
  createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}

export interface AccountTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  /** Salt and scrypt hash. */
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface VerificationTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  createdAt: string;
  updatedAt: string;
}

/** A machine's key. Only its hash is kept; `hint` is how it begins, so that people can tell keys apart. */
export interface ApiKeyTable {
  id: string;
  name: string;
  scope: Scope;
  hint: string;
  hash: string;
  created_ms: number;
  created_by: string;
  expires_ms: number | null;
  last_used_ms: number | null;
  revoked_ms: number | null;
}

/** A link that lets somebody choose a password, once. `user_id` is null for the first administrator. */
export interface InvitationTable {
  hash: string;
  user_id: string | null;
  created_ms: number;
  expires_ms: number;
}
