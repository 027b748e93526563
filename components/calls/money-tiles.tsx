import { NO_HUMAN_VALUE, noRoi } from "@/components/articles/reasons";
import { unreported } from "@/components/lists/cells";
import { ROI_TARGET } from "@/components/overview/tile-notes";
import { StatTile } from "@/components/stat-tile";
import { compact, moneyExact } from "@/lib/client/format";
import type { Execution } from "@/lib/contract/executions";
import { count, fixed, money, moneyAtLeast, multiplier } from "@/lib/domain/format";

export type Worth = Pick<
  Execution,
  | "cost_usd"
  | "cost_known"
  | "estimated_cost_usd"
  | "human_hours"
  | "human_cost_usd"
  | "roi_multiplier"
  | "tokens"
  | "llm_calls"
  | "reported_calls"
>;

/** What a run cost, what it was worth, and the tokens that it took, each with what it stands on or why it is not known. */
export const MoneyTiles = ({ run }: { run: Worth }) => (
  <>
    <StatTile
      label="Cost"
      figure={moneyAtLeast(run.cost_usd, run.cost_known)}
      exact={moneyExact(run.cost_usd)}
      notes={costNotes(run)}
    />
    <StatTile
      label="Human value"
      figure={money(run.human_cost_usd)}
      exact={run.human_cost_usd === null ? "not known" : moneyExact(run.human_cost_usd)}
      notes={humanNotes(run)}
    />
    <StatTile
      label="ROI multiplier"
      figure={multiplier(run.roi_multiplier)}
      exact={run.roi_multiplier === null ? "not known" : `${run.roi_multiplier}×`}
      notes={[roiNote(run)]}
    />
    <StatTile
      label="Tokens"
      figure={`${compact(run.tokens.total)}${partly(run) ? "+" : ""}`}
      exact={run.tokens.total === null ? "not known" : count(run.tokens.total)}
      notes={tokenNotes(run)}
    />
  </>
);

function costNotes({ cost_known, cost_usd, estimated_cost_usd: estimated }: Worth): string[] {
  const notes = cost_known ? [] : ["at least: a model has no price"];
  if (estimated > 0)
    notes.push(estimated === cost_usd ? "estimated at list prices" : `${money(estimated)} at list prices`);
  return notes;
}

function roiNote(run: Worth): string {
  if (run.human_cost_usd === null) return "needs a human value";
  if (run.roi_multiplier === null) return noRoi(run);
  return `${run.roi_multiplier >= ROI_TARGET ? "✓ above" : "▼ below"} target ${ROI_TARGET}×`;
}

function humanNotes({ human_cost_usd, human_hours: hours }: Worth): string[] {
  if (human_cost_usd === null)
    return [hours === null ? NO_HUMAN_VALUE : `${hoursOf(hours)} of work, but no hourly rate`];
  return hours === null ? [] : [`${hoursOf(hours)} of human work`];
}

const hoursOf = (hours: number): string => `${fixed(hours, 2).replace(/\.?0+$/, "")}\u00a0h`;

const partly = ({ tokens, llm_calls, reported_calls }: Worth): boolean =>
  tokens.total !== null && reported_calls < llm_calls;

function tokenNotes(run: Worth): string[] {
  const { tokens, llm_calls, reported_calls } = run;
  if (llm_calls === 0) return ["no calls are recorded"];
  const notes = tokens.total === null ? [] : [`${count(tokens.input)} in, ${count(tokens.output)} out`];
  if (reported_calls < llm_calls) notes.push(unreported(llm_calls, reported_calls));
  return notes;
}
