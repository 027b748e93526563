import { z } from "zod";

const count = z.int().nonnegative();
const usd = z.number().positive();

/** The pipeline's JSON-Schema shape, written down from its own files, not from ours. */
export const documentShape = z.strictObject({
  metadata: z.strictObject({
    schema_version: z.literal("1.0"),
    created: z.iso.datetime(),
    last_updated: z.iso.datetime(),
    rotation_policy: z.literal("30-day"),
  }),
  executions: z.array(
    z.strictObject({
      execution_id: z.uuid(),
      timestamp: z.iso.datetime(),
      topic: z.string().min(1),
      agents: z.array(
        z.strictObject({
          agent_name: z.enum(["research", "writer", "editor", "graphics"]),
          tokens_used: z.strictObject({
            prompt_tokens: count,
            completion_tokens: count,
            total_tokens: count,
          }),
          model: z.string().min(1),
          cost_usd: usd,
          duration_seconds: z.number().positive(),
        }),
      ),
      totals: z.strictObject({
        total_tokens: count,
        total_cost_usd: usd,
        human_hours_equivalent: z.number().positive(),
        roi_multiplier: z.number().positive(),
        time_saved_hours: z.number().positive(),
        word_count: count,
      }),
      benchmarks: z.strictObject({
        writing_hours_per_1k_words: z.literal(3),
        editing_hours_per_1k_words: z.literal(1.5),
        human_hourly_rate_usd: z.literal(50),
      }),
    }),
  ),
});

export const costLineShape = z.strictObject({
  timestamp: z.iso.datetime({ offset: true }),
  topic: z.string().min(1),
  total_cost_usd: usd,
  research_cost_usd: usd,
  research_model: z.string(),
  writer_cost_usd: usd,
  writer_model: z.string(),
  editor_cost_usd: usd,
  editor_model: z.string(),
  graphics_cost_usd: usd,
  graphics_model: z.string(),
  stage3_seconds: z.number().positive(),
  stage4_seconds: z.number().positive(),
  wall_seconds: z.number().positive(),
  editorial_score: z.number().min(0).max(100),
  gates_passed: count,
  publication_validator_passed: z.boolean(),
  article_chars: count,
});
