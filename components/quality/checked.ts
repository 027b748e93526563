import type { QualityReply } from "@/lib/contract/quality";

/** Whether anything was checked or scored in a period. */
export const checked = ({ gates, samples: { first_pass_yield, editorial_score } }: QualityReply): boolean =>
  gates.some(({ passed, failed }) => passed + failed > 0) ||
  first_pass_yield + editorial_score.article_costs + editorial_score.article_evals > 0;

/** Whether there is anything to say: a document of which every figure was refused has something to say, too. */
export const told = (quality: QualityReply): boolean =>
  checked(quality) || quality.rejected.length + quality.failures.length > 0;
