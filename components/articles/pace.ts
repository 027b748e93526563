/** How long an article is expected to take, in minutes: the baseline of the definitions. */
const EXPECTED_MIN = { from: 5, to: 10 } as const;

export const EXPECTED = "expected 5 – 10 min";

export type Pace = "shorter" | "within" | "longer";

/** How an article's time lies to what is expected, by the tenths of a minute that are shown: 5.0 is never too short. */
export function paceOf(seconds: number): Pace {
  const minutes = Math.round(seconds / 6) / 10;
  return minutes < EXPECTED_MIN.from ? "shorter" : minutes > EXPECTED_MIN.to ? "longer" : "within";
}

/** A shape for what lies outside; nothing for what is as expected. */
export const PACE_SIGNS: Record<Pace, string> = { shorter: "▽", within: "", longer: "△" };
