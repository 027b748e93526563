import { TITLES, type Title } from "./access";

/**
 * What a release can ask for beyond its rules. The checklist (its pre-deployment list) and signatures are asked for
 * before it starts, validation and smoke tests by its checks.
 */
export const REQUIREMENTS = ["checklist", "validation", "smoke", ...TITLES] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** All of both, each once, in the order of the list. */
export const requiredBy = (...lists: readonly (readonly Requirement[])[]): Requirement[] =>
  REQUIREMENTS.filter((one) => lists.some((list) => list.includes(one)));

export const titlesRequired = (required: readonly Requirement[]): Title[] =>
  TITLES.filter((title) => required.includes(title));
