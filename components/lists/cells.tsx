import { EnvironmentMark } from "@/components/environment-mark";
import { compact, moneyExact } from "@/lib/client/format";
import { moment, momentExact } from "@/lib/domain/dates";
import type { Environment } from "@/lib/domain/environment";
import { count, counted, moneyAtLeast, multiplier, UNKNOWN } from "@/lib/domain/format";

/** Cells that articles and executions share. */

export const Unknown = ({ reason }: { reason: string }) => (
  <span className="text-ink-3" title={reason}>
    {UNKNOWN}
    <span className="sr-only"> {reason}</span>
  </span>
);

export const Moment = ({ at, zone }: { at: string; zone: string }) => (
  <time dateTime={at} title={momentExact(at, zone)} className="whitespace-nowrap">
    {moment(at, zone)}
  </time>
);

/** When and where, below a name, on screens too narrow for columns of their own. */
export const WhenAndWhere = ({ at, zone, environment }: MarkProps & { at: string; zone: string }) => (
  <p className="flex flex-wrap gap-x-3 text-small text-ink-3 xl:hidden print:flex">
    <Moment at={at} zone={zone} />
    {environment && <EnvironmentMark environment={environment} />}
  </p>
);

interface MarkProps {
  environment: Environment | null;
}

export const Mark = ({ environment }: MarkProps) =>
  environment === null ? (
    <Unknown reason="not attributed to blue or green" />
  ) : (
    <EnvironmentMark environment={environment} />
  );

interface Spent {
  cost_usd: number;
  cost_known: boolean;
  estimated_cost_usd: number;
}

/** Marked where it is a lower bound, and where list prices had to help. */
export const Cost = ({ cost_usd, cost_known, estimated_cost_usd: estimated }: Spent) => (
  <span title={`${moneyExact(cost_usd)}${remark(cost_known, estimated)}`}>
    {estimated > 0 && (
      <>
        <span aria-hidden="true" className="text-ink-3">
          ≈{" "}
        </span>
        <span className="sr-only">partly estimated: </span>
      </>
    )}
    {moneyAtLeast(cost_usd, cost_known)}
    {!cost_known && <span className="sr-only"> at least; a model has no price</span>}
  </span>
);

function remark(known: boolean, estimated: number): string {
  const said = estimated > 0 ? `, ${moneyExact(estimated)} of it at list prices` : "";
  return known ? said : `${said}; at least: a model has no price`;
}

interface Used {
  tokens: { input: number | null; output: number | null; total: number | null };
  llm_calls: number;
  reported_calls: number;
}

export function Tokens({ tokens, llm_calls, reported_calls }: Used) {
  if (tokens.total === null)
    return (
      <Unknown reason={llm_calls === 0 ? "no calls are recorded" : unreported(llm_calls, reported_calls)} />
    );
  const partly = reported_calls < llm_calls;
  const parts = `${count(tokens.input)} in, ${count(tokens.output)} out`;
  return (
    <span title={partly ? `${parts}; ${unreported(llm_calls, reported_calls)}` : parts}>
      {compact(tokens.total)}
      {partly && "+"}
    </span>
  );
}

export const unreported = (calls: number, reported: number): string =>
  `not reported for ${count(calls - reported)} of ${counted(calls, "call")}`;

export const Roi = ({ value, reason }: { value: number | null; reason: string }) =>
  value === null ? <Unknown reason={reason} /> : <span title={`${value}×`}>{multiplier(value)}</span>;
