import { DataTable } from "@/components/data-table";
import { Unknown } from "@/components/lists/cells";
import { lastsWords } from "@/lib/client/release-plan-form";
import { weight } from "@/lib/client/traffic-words";
import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import type { ReleaseReply } from "@/lib/contract/releases";
import { moment } from "@/lib/domain/dates";
import { type Environment, other } from "@/lib/domain/environment";
import { fixed } from "@/lib/domain/format";
import { clockWords } from "@/lib/domain/release-words";

type Step = ReleaseReply["plan"]["steps"][number] & {
  /** Null where nobody has asked for one. */
  forecast: ReleasePlanReply["steps"][number] | null;
};

interface Props {
  steps: readonly Step[];
  environment: Environment;
  zone: string;
}

/** The shares of a plan one after the other: what each asks for, when it would begin and end, what there will be to see. */
export const PlannedSteps = ({ steps, environment, zone }: Props) => (
  <DataTable<Step>
    caption="The shares of the plan"
    rows={steps}
    rowKey={({ weight: share }) => String(share)}
    columns={[
      {
        key: "share",
        title: "Share",
        cell: (step) => (
          <>
            {step.weight === 0 ? "Checks" : weight(step.weight)}
            <span className="block text-small text-ink-3">{asksOf(step, environment)}</span>
          </>
        ),
      },
      {
        key: "when",
        title: "If the days are like the last seven",
        cell: ({ forecast }) =>
          forecast === null ? (
            <Unknown reason="not forecast" />
          ) : (
            <>
              {forecast.starts_at === null ? "" : `from ${moment(forecast.starts_at, zone)} `}
              <span className="block text-small text-ink-3">{lastsWords(forecast)}</span>
            </>
          ),
      },
      {
        key: "expected",
        title: "Articles until then",
        numeric: true,
        from: "sm",
        cell: ({ forecast, weight: share }) =>
          forecast === null || share === 0 ? (
            ""
          ) : (
            <>
              {fixed(forecast.expected.candidate, 0)} {environment}
              <span className="block text-small text-ink-3">
                {fixed(forecast.expected.control, 0)} {other(environment)}
              </span>
            </>
          ),
      },
    ]}
  />
);

function asksOf({ weight: share, hold_ms, articles }: Step, environment: Environment): string {
  if (share === 0) return "health of both, balancer, the way back";
  const sides = share === 100 ? `on ${environment}` : "on each side";
  const time = hold_ms > 0 ? `at least ${clockWords(hold_ms)}` : null;
  const number = articles > 0 ? `${articles} ${articles === 1 ? "article" : "articles"} ${sides}` : null;
  return [time, number].filter((one) => one !== null).join(" and ");
}
