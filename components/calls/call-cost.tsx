import { Unknown } from "@/components/lists/cells";
import { money, moneyExact } from "@/lib/client/format";
import type { Call } from "@/lib/contract/executions";
import { rates } from "./rates";

/** The dollars of one call, and where they come from. */
export const CallCost = ({ call }: { call: Call }) =>
  call.cost_origin === "unpriced" ? (
    <>
      <Unknown reason="no price is known for this model" />
      <p className="text-small text-ink-3">unpriced, counts as $0</p>
    </>
  ) : (
    <>
      <span title={moneyExact(call.cost_usd)}>{money(call.cost_usd)}</span>
      <p className="text-small text-ink-3">{origin(call)}</p>
    </>
  );

function origin({ cost_origin, price, cached_tokens }: Call): string {
  if (cost_origin !== "estimated") return cost_origin === "free" ? "a free model" : "recorded";
  const used = rates(price, cached_tokens > 0);
  return used === null ? "estimated" : `estimated: ${used}`;
}
