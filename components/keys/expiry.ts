const DAY_MS = 86_400_000;

/** For how long a key may hold. Values are days. */
export const LASTING = [
  { value: "30", name: "30 days", meaning: "for a trial" },
  { value: "90", name: "90 days", meaning: "to be renewed every quarter" },
  { value: "365", name: "A year", meaning: "where renewing is work" },
  { value: "never", name: "For ever", meaning: "until somebody revokes it" },
] as const;

/** When a key of this choice ends; null for never. What is none of the choices is the shortest. */
export function expiryOf(choice: unknown, nowMs: number): string | null {
  if (choice === "never") return null;
  const { value } = LASTING.find((one) => one.value === choice) ?? LASTING[0];
  return new Date(nowMs + Number(value) * DAY_MS).toISOString();
}
