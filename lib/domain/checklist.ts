/** The lists of a release, in the order in which they are gone through. Each has a template of that name in docs/templates. */
export const LISTS = [
  "pre-deployment",
  "deployment",
  "post-deployment",
  "validation",
  "acceptance",
  "definition-of-done",
] as const;
export type ListName = (typeof LISTS)[number];
