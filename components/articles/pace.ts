/** How long an article is expected to take, in seconds: the baseline of the definitions. */
const EXPECTED_S = { from: 300, to: 600 } as const;

export const EXPECTED = "expected 5 – 10 min";

export type Pace = "shorter" | "within" | "longer";

/** How an article's time lies to what is expected. */
export const paceOf = (seconds: number): Pace =>
  seconds < EXPECTED_S.from ? "shorter" : seconds > EXPECTED_S.to ? "longer" : "within";

/** A shape for what lies outside; nothing for what is as expected. */
export const PACE_SIGNS: Record<Pace, string> = { shorter: "▽", within: "", longer: "△" };
