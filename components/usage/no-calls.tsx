import { EmptyState } from "@/components/empty-state";

/** Runs were recorded, but none says which calls it made: shows what a call looks like. */
export function NoCalls() {
  return (
    <EmptyState
      title="The runs of this range record no calls."
      command={`"llm_calls": [{ "model": "gpt-4o", "input_tokens": 1200, "output_tokens": 340, "cost_usd": 0.0064 }]`}
    >
      Tokens and dollars come from the calls of a run. This is what one looks like in{" "}
      <code>execution_roi.json</code>; without a cost it is estimated at the model’s list price.
    </EmptyState>
  );
}
