import { Unknown } from "@/components/lists/cells";
import { moneyExact } from "@/lib/client/format";
import type { Call } from "@/lib/contract/executions";
import { money } from "@/lib/domain/format";

const ORIGINS: Record<Call["cost_origin"], string> = {
  recorded: "recorded",
  estimated: "estimated",
  unpriced: "unpriced, counts as $0",
  free: "a free model",
};

/** The dollars of one call, and where they come from. */
export const CallCost = ({ call: { cost_usd, cost_origin } }: { call: Call }) => (
  <>
    <p title={cost_origin === "unpriced" ? undefined : moneyExact(cost_usd)}>
      <span className="sr-only">Cost: </span>
      {cost_origin === "unpriced" ? <Unknown reason="no price is known for this model" /> : money(cost_usd)}
    </p>
    <p className="text-small text-ink-3">{ORIGINS[cost_origin]}</p>
  </>
);
