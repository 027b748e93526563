import type { Gate, ScoreSource } from "@/lib/client/quality-slots";

/** What the checks are called, what one of them is, and which field of which file tells of it. */
interface Check {
  name: string;
  one: string;
  told: string;
}

export const CHECKS: Record<Gate, Check> = {
  editor: {
    name: "Editor gates",
    one: "gate",
    told: "agent_metrics.json tells them: editor_agent.gates_passed and gates_failed",
  },
  draft_validation: {
    name: "Draft validation",
    one: "draft",
    told: "agent_metrics.json tells it: writer_agent.validation_passed",
  },
  chart_embedding: {
    name: "Chart embedding",
    one: "run",
    told: "agent_metrics.json tells it: writer_agent.chart_embedded",
  },
  visual_qa: {
    name: "Visual QA",
    one: "chart",
    told: "agent_metrics.json tells it: graphics_agent.visual_qa_passed",
  },
  publication_validator: {
    name: "Publication validator",
    one: "article",
    told: "agent_sdk_costs.jsonl tells it: publication_validator_passed",
  },
};

/** Everything but the editor's gates: held to 100 %. */
export const OTHER_CHECKS = [
  "draft_validation",
  "chart_embedding",
  "visual_qa",
  "publication_validator",
] as const satisfies readonly Gate[];

export const SCORES: Record<ScoreSource, Check> = {
  article_costs: {
    name: "Editorial score",
    one: "article",
    told: "agent_sdk_costs.jsonl tells it: editorial_score",
  },
  article_evals: {
    name: "Evaluation score",
    one: "evaluation",
    told: "article_evals.json tells it: percentage",
  },
};

export const SCORE_SOURCES = ["article_costs", "article_evals"] as const satisfies readonly ScoreSource[];
