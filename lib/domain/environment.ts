/** The two places a release can run in. They are data, not a theme: nothing else on screen is blue or green. */
export const ENVIRONMENTS = ["blue", "green"] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

export const other = (environment: Environment): Environment => (environment === "blue" ? "green" : "blue");
