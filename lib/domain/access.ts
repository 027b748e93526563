/** What an operation may ask for; `open` asks for nothing. */
export const PERMISSIONS = ["open", "read", "ingest", "operate", "admin"] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a person is. */
export const ROLES = ["viewer", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** What a person signs for, whatever the role. */
export const TITLES = ["stakeholder", "pm", "devops"] as const;
export type Title = (typeof TITLES)[number];

/** What a machine's key is for. */
export const SCOPES = ["ingest", "read", "operate", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who asks: a person with a session, a machine with a key, whoever looks at a wall display, a visitor of the demo, nobody. */
export type Identity = {
  /** As the audit names it. */
  actor: string;
  /** The network address it asks from. */
  address: string;
  grants: readonly Permission[];
} & (
  | { kind: "person"; userId: string; sessionId: string; role: Role; titles: readonly Title[]; name: string }
  | { kind: "key"; keyId: string }
  | { kind: "anonymous" | "demo" | "nobody" }
);

const ROLE_GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["open", "read"],
  operator: ["open", "read", "operate"],
  admin: ["open", "read", "ingest", "operate", "admin"],
};

const SCOPE_GRANTS: Readonly<Record<Scope, readonly Permission[]>> = {
  ingest: ["open", "ingest"],
  read: ROLE_GRANTS.viewer,
  operate: ROLE_GRANTS.operator,
  admin: ROLE_GRANTS.admin,
};

export const grantsOfRole = (role: Role): readonly Permission[] => ROLE_GRANTS[role];

export const grantsOfScope = (scope: Scope): readonly Permission[] => SCOPE_GRANTS[scope];

export const nobody = (address: string): Identity => ({
  kind: "nobody",
  actor: "nobody",
  address,
  grants: ["open"],
});

/** A wall display, where the settings let anybody read. */
export const anonymous = (address: string): Identity => ({
  kind: "anonymous",
  actor: "anonymous",
  address,
  grants: grantsOfRole("viewer"),
});

/** The demo has no sign-in: a visitor acts as an operator, and what is pushed is refused by the demo itself. */
export const visitor = (address: string): Identity => ({
  kind: "demo",
  actor: "demo visitor",
  address,
  grants: ["open", "read", "ingest", "operate"],
});

export const may = ({ grants }: Pick<Identity, "grants">, permission: Permission): boolean =>
  grants.includes(permission);

/** What somebody signs as. Machines sign for nobody; in the demo a visitor may try all of it. */
export function titlesHeld(who: Identity): readonly Title[] {
  if (who.kind === "person") return who.titles;
  return who.kind === "demo" ? TITLES : [];
}

/** Of a list as it is stored; what is no title is none. */
export const titlesOf = (stored: string): Title[] =>
  TITLES.filter((title) => stored.split(" ").includes(title));
