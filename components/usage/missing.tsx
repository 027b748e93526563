import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import type { UsageReply, UsageRow } from "@/lib/contract/usage";
import { count, counted, money } from "@/lib/domain/format";
import { labelOf } from "./grouping";

/** What the figures leave out or had to estimate: which models, and what would put it right. */
export function Missing({ models: { totals } }: { models: UsageReply }) {
  const unpriced = totals.filter((row) => row.unpriced_calls > 0);
  const estimated = totals.filter((row) => row.estimated_cost_usd > 0);
  const silent = totals.filter((row) => row.reported_calls < row.calls);
  if (unpriced.length + estimated.length + silent.length === 0) return null;
  return (
    <Card title="What these figures leave out">
      <ul className="grid gap-4 text-body text-ink-2">
        {unpriced.length > 0 && <Unpriced models={unpriced} />}
        {estimated.length > 0 && <Estimated models={estimated} />}
        {silent.length > 0 && <Silent models={silent} calls={sum(totals, "calls")} />}
      </ul>
    </Card>
  );
}

interface Props {
  models: readonly UsageRow[];
}

/** Only what never had a cost can be free; a line to copy that names others would be wrong. */
const Unpriced = ({ models }: Props) => {
  const free = models.filter((row) => row.cost_usd === 0).map(({ key }) => JSON.stringify(key));
  return (
    <li className="grid max-w-[90ch] gap-2">
      <p>
        <strong className="font-strong text-ink">
          No price is known for {counted(sum(models, "unpriced_calls"), "call")} of{" "}
        </strong>
        <Names models={models} />. They count as $0, so what is marked <span className="text-ink">+</span> is
        a lower bound. Have the pipeline record each call’s <code>cost_usd</code>
        {free.length > 0 && (
          <>
            ; or, where a model really costs nothing, say so in <code>greenlight.yaml</code> (it holds for
            what is stored, too):
          </>
        )}
        {free.length === 0 && "."}
      </p>
      {free.length > 0 && <CopyLine text={`free_models: [${free.join(", ")}]`} />}
    </li>
  );
};

const Estimated = ({ models }: Props) => (
  <li className="max-w-[90ch]">
    <strong className="font-strong text-ink">
      {money(sum(models, "estimated_cost_usd"))} is estimated at list prices:{" "}
    </strong>
    <Names models={models} />. These calls told their tokens but no cost. A recorded <code>cost_usd</code>{" "}
    takes the estimate’s place.
  </li>
);

const Silent = ({ models, calls }: Props & { calls: number }) => (
  <li className="max-w-[90ch]">
    <strong className="font-strong text-ink">
      Tokens not reported for {count(sum(models, "calls") - sum(models, "reported_calls"))} of{" "}
      {counted(calls, "call")}:{" "}
    </strong>
    <Names models={models} />. Their dollars count, their tokens are unknown and left out. They are counted as
    soon as a call carries <code>input_tokens</code> and <code>output_tokens</code>.
  </li>
);

const NAMED_MAX = 6;

const Names = ({ models }: Props) => (
  <>
    {models.slice(0, NAMED_MAX).map(({ key }, index) => (
      <span key={key}>
        {index > 0 && ", "}
        <bdi className="text-ink wrap-anywhere">{labelOf("model", key)}</bdi>
      </span>
    ))}
    {models.length > NAMED_MAX && ` and ${models.length - NAMED_MAX} more`}
  </>
);

const sum = (
  models: readonly UsageRow[],
  figure: "calls" | "reported_calls" | "unpriced_calls" | "estimated_cost_usd",
): number => models.reduce((total, row) => total + row[figure], 0);
