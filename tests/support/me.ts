import type { Me } from "@/lib/contract/people";
import {
  anonymous,
  grantsOfRole,
  type Identity,
  type Role,
  type Title,
  titlesHeld,
  visitor,
} from "@/lib/domain/access";

const ADDRESS = "127.0.0.1";

/** What a browser is told of whoever is signed in with this role. */
export const person = (role: Role, titles: Title[] = []): Me => ({
  kind: "person",
  actor: `${role}@example.org`,
  permissions: [...grantsOfRole(role)],
  titles,
  person: { name: `Vera ${role}`, email: `${role}@example.org`, role, titles },
});

const without = (who: Identity): Me => ({
  kind: who.kind,
  actor: who.actor,
  permissions: [...who.grants],
  titles: [...titlesHeld(who)],
  person: null,
});

/** Whoever stands before a wall display. */
export const ONLOOKER = without(anonymous(ADDRESS));

export const DEMO_VISITOR = without(visitor(ADDRESS));
