import { OTHER } from "./series";

/** Providers that are often compared keep their colour on every page. */
const OWN: ReadonlyMap<string, string> = new Map([
  ["openai", "var(--provider-1)"],
  ["anthropic", "var(--provider-2)"],
  ["blue", "var(--blue)"],
  ["green", "var(--green)"],
  ["none", "var(--provider-other)"],
  ["unknown", "var(--provider-other)"],
  [OTHER, "var(--provider-other)"],
]);

const GREYS = [3, 4, 5, 6].map((number) => `var(--provider-${number})`);
const ALL = [1, 2, 3, 4, 5, 6].map((number) => `var(--provider-${number})`);

/** A colour for each provider or environment: its own, else greys in their order. */
export function providerColours(keys: readonly string[]): string[] {
  const others = keys.filter((key) => !OWN.has(key));
  return keys.map((key) => OWN.get(key) ?? GREYS[others.indexOf(key) % GREYS.length] ?? "var(--provider-3)");
}

/** Colours for series that are none of these: models, agents. */
export function seriesColours(keys: readonly string[]): string[] {
  const others = keys.filter((key) => key !== OTHER);
  return keys.map((key) =>
    key === OTHER ? "var(--provider-other)" : (ALL[others.indexOf(key) % ALL.length] ?? ""),
  );
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["openai", "OpenAI"],
  ["anthropic", "Anthropic"],
  ["google", "Google"],
  ["mistral", "Mistral"],
  ["unknown", "Unknown"],
  ["none", "No environment"],
]);

/** How a provider writes itself. */
export const providerName = (key: string): string => NAMES.get(key) ?? key;
