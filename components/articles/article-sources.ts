import type { ArticleDetail } from "@/lib/contract/articles";
import { money } from "@/lib/domain/format";

const ROI_FILE = "execution_roi.json";
const COSTS_FILE = "agent_sdk_costs.jsonl";

type Told = Pick<ArticleDetail, "sources" | "human_cost_usd">;

/** Which files tell of an article, and which figure comes from which. */
export function sourcesOf({ sources, human_cost_usd }: Told): string {
  const line = sources.includes("article-costs");
  if (!line) return `Recorded in ${ROI_FILE}.`;
  if (!sources.includes("execution-roi"))
    return `Recorded in ${COSTS_FILE}, which has neither calls nor human hours. They come with ${ROI_FILE}, where a run of the same topic ended within 15 minutes.`;
  const human = human_cost_usd === null ? "" : " and human hours";
  return `One run, recorded in two files and counted once: dollars from ${COSTS_FILE}, calls${human} from ${ROI_FILE}.`;
}

/** Where the calls on the page do not add up to the article's dollars: why. */
export function difference({ sources, cost_usd, calls }: ArticleDetail): string | undefined {
  if (!sources.includes("article-costs") || calls.length === 0) return undefined;
  const called = calls.reduce((sum, call) => sum + call.cost_usd, 0);
  if (Math.abs(called - cost_usd) < 0.000_001) return undefined;
  return `${ROI_FILE} lists calls of ${money(called)} for this run. ${COSTS_FILE} has all of its dollars, ${money(cost_usd)}, and those count.`;
}
