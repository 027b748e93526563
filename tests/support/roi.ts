/** One run of an execution_roi.json, of a quarter dollar, as small as can be. */
export const run = (id: string, more: object = {}) => ({
  execution_id: id,
  agent: "writer_agent",
  start_time: "2026-11-20T10:00:00Z",
  end_time: "2026-11-20T10:00:01Z",
  llm_calls: [{ agent: "writer_agent", model: "gpt-4o", input_tokens: 10, output_tokens: 5, cost_usd: 0.25 }],
  ...more,
});

export const roi = (...executions: object[]): string => JSON.stringify({ version: "1.0", executions });
