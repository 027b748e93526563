import { type Kysely, sql } from "kysely";

/** The tables of better-auth 1.7 as it would make them itself, with four fields of ours, and two of our own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("user")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("emailVerified", "integer", (column) => column.notNull())
    .addColumn("image", "text")
    .addColumn("createdAt", sql`date`, (column) => column.notNull())
    .addColumn("updatedAt", sql`date`, (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("titles", "text", (column) => column.notNull())
    .addColumn("disabled", "integer", (column) => column.notNull())
    .addColumn("signedInAt", sql`date`)
    .execute();
  const owner = (name: "session" | "account") =>
    db.schema
      .createTable(name)
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("createdAt", sql`date`, (column) => column.notNull())
      .addColumn("updatedAt", sql`date`, (column) => column.notNull())
      .addColumn("userId", "text", (column) => column.notNull().references("user.id").onDelete("cascade"));
  await owner("session")
    .addColumn("expiresAt", sql`date`, (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("ipAddress", "text")
    .addColumn("userAgent", "text")
    .execute();
  await owner("account")
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("providerId", "text", (column) => column.notNull())
    .addColumn("accessToken", "text")
    .addColumn("refreshToken", "text")
    .addColumn("idToken", "text")
    .addColumn("accessTokenExpiresAt", sql`date`)
    .addColumn("refreshTokenExpiresAt", sql`date`)
    .addColumn("scope", "text")
    .addColumn("password", "text")
    .execute();
  await db.schema
    .createTable("verification")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("expiresAt", sql`date`, (column) => column.notNull())
    .addColumn("createdAt", sql`date`, (column) => column.notNull())
    .addColumn("updatedAt", sql`date`, (column) => column.notNull())
    .execute();
  for (const [table, column] of [
    ["session", "userId"],
    ["account", "userId"],
    ["verification", "identifier"],
  ] as const)
    await db.schema.createIndex(`${table}_${column}_idx`).on(table).column(column).execute();
  await db.schema
    .createTable("api_key")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("scope", "text", (column) => column.notNull())
    .addColumn("hint", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull().unique())
    .addColumn("created_ms", "bigint", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("expires_ms", "bigint")
    .addColumn("last_used_ms", "bigint")
    .addColumn("revoked_ms", "bigint")
    .execute();
  await db.schema
    .createTable("invitation")
    .addColumn("hash", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) => column.references("user.id").onDelete("cascade"))
    .addColumn("created_ms", "bigint", (column) => column.notNull())
    .addColumn("expires_ms", "bigint", (column) => column.notNull())
    .execute();
}
