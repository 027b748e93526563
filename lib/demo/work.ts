import { TRAITS } from "./environments";
import { between, type Draw } from "./random";
import { billedUsd, CHANGES, type Model, type Part, type Story, storyDay } from "./story";

/** All calls of one part of an article, as an execution's `agents[]` lists them. */
export interface AgentWork {
  agent_name: Part;
  tokens_used: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  model: Model;
  cost_usd: number;
  duration_seconds: number;
}

/** Tokens of a part for an article of middling effort, and its share of the time. */
const NORMS = {
  research: { promptTokens: 30_000, completionTokens: 4_500, timeShare: 0.28 },
  writer: { promptTokens: 46_000, completionTokens: 10_800, timeShare: 0.47 },
  editor: { promptTokens: 12_000, completionTokens: 2_000, timeShare: 0.15 },
  graphics: { promptTokens: 6_000, completionTokens: 2_800, timeShare: 0.1 },
} as const;

/** Which model does each part of an article at that time. */
export function modelsAt(story: Story, atMs: number): Record<Part, Model> {
  const day = storyDay(story, atMs);
  const usual = day < CHANGES.cheaperWriterDay ? "claude-opus-4-7" : "claude-sonnet-4-6";
  return {
    research: day < CHANGES.cheaperResearchDay ? "gpt-4o" : "gpt-4o-mini",
    writer: TRAITS[story.environment].writer ?? usual,
    editor: "gpt-4o",
    graphics: "claude-sonnet-4-6",
  };
}

/** What each of the four agents did for an article that ended at `endMs`. */
export function workOn(story: Story, endMs: number, words: number, draw: Draw): Record<Part, AgentWork> {
  const models = modelsAt(story, endMs);
  // Mean of two draws: revisions cluster around the middle. Half of the effort does not depend on the length.
  const revisions = (between(draw, 0.75, 1.45) + between(draw, 0.75, 1.45)) / 2;
  const effort = revisions * (0.5 + words / 2500);
  const traits = TRAITS[story.environment];
  const pace = traits.pace * (models.writer === "claude-opus-4-7" ? 1 : 0.85);
  const seconds = (100 + 400 * effort * between(draw, 0.9, 1.15)) * pace;

  const of = (part: Part): AgentWork => {
    const { promptTokens, completionTokens, timeShare } = NORMS[part];
    const model = models[part];
    const tokens = effort * (part === "writer" ? traits.writerTokens : 1);
    const prompt = Math.round(promptTokens * tokens * between(draw, 0.95, 1.05));
    const completion = Math.round(completionTokens * tokens * between(draw, 0.95, 1.05));
    const costUsd = billedUsd(story, endMs, { model, prompt, completion });
    return {
      agent_name: part,
      tokens_used: {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
      },
      model,
      cost_usd: rounded(costUsd, 6),
      duration_seconds: rounded(seconds * timeShare, 2),
    };
  };
  return { research: of("research"), writer: of("writer"), editor: of("editor"), graphics: of("graphics") };
}

export const rounded = (figure: number, decimals: number): number => Number(figure.toFixed(decimals));
