/** Whole hours, half hours, three quarters, half-hour summer time, and a zone whose days do not all start at midnight. */
export const ZONES = [
  "UTC",
  "Europe/London",
  "America/New_York",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "America/Santiago",
] as const;
