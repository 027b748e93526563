import { StatTile } from "@/components/stat-tile";
import { jobSlots } from "@/lib/client/error-slots";
import { basis, errorStanding, partOf, rated } from "@/lib/client/rates";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { Figures } from "@/lib/contract/summary";
import { counted, percent, points, UNKNOWN } from "@/lib/domain/format";
import { intervalOfFew } from "@/lib/domain/interval";
import { ERROR_RATE_MAX } from "@/lib/domain/targets";

interface Props {
  summary: Figures;
  errors: ErrorsReply | undefined;
  before: Figures | null;
}

/** Which share of the jobs failed, and how that stands to its limit. */
export function ErrorTile({ summary, errors, before }: Props) {
  const { error_rate: rate, failed_jobs: failed, samples } = summary;
  const label = "Error rate";
  if (rate === null)
    return (
      <StatTile
        label={label}
        figure={UNKNOWN}
        exact="not known"
        notes={[
          `limit ${percent(ERROR_RATE_MAX, 0)}`,
          samples.error_rate > 0 ? "no source yet: logs" : "no job ended in this period",
        ]}
      />
    );
  const difference = points(rate, before?.error_rate ?? null);
  const interval = failed > 0 ? intervalOfFew(failed, samples.error_rate) : null;
  const limited = errors?.rate_limited ?? 0;
  return (
    <StatTile
      label={label}
      figure={rated(rate, samples.error_rate)}
      exact={percent(rate, 4)}
      delta={difference === null ? null : { difference, to: `from ${percent(before?.error_rate ?? null)}` }}
      notes={[
        errorStanding(rate),
        `${partOf(failed, samples.error_rate, "job")} failed`,
        ...(interval === null ? [] : [basis(interval, samples.error_rate)]),
        ...(limited === 0 ? [] : [`${counted(limited, "rate limit")} hit`]),
        ...(errors?.count === 0 ? ["no error was reported"] : []),
      ]}
      values={errors && jobSlots(errors).map((slot) => slot.rate)}
    />
  );
}
