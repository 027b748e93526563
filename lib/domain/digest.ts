/** When the weekly digest is told; `never` for who wants none. */
export const DIGEST_DAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
  "never",
] as const;
export type DigestDay = (typeof DIGEST_DAYS)[number];
