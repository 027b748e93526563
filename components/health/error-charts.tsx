import { TimeChart } from "@/components/charts/time-chart";
import { unitOf } from "@/lib/client/buckets";
import { errorSlots, type JobSlot, jobSlots } from "@/lib/client/error-slots";
import { address } from "@/lib/client/fetched";
import type { RangeParameters } from "@/lib/client/view";
import type { ErrorsReply } from "@/lib/contract/errors";
import { count, counted, percent } from "@/lib/domain/format";
import { ERROR_RATE_MAX } from "@/lib/domain/targets";
import { CLASSES } from "./error-words";

interface Props {
  range: RangeParameters;
  errors: ErrorsReply;
}

const csvOf = (range: RangeParameters) => address("/api/errors", { ...range, group: "class", format: "csv" });

/** Errors per bucket, stacked by class. */
export function ErrorClassChart({ range, errors }: Props) {
  const classes = errors.classes.filter((one) => one.count > 0).toSorted((a, b) => b.count - a.count);
  const [most] = classes;
  const { slots, values } = errorSlots(
    errors,
    classes.map((one) => one.class),
  );
  return (
    <TimeChart
      title="Errors by class"
      unit={`per ${unitOf(errors)}`}
      summary={
        most === undefined
          ? "None"
          : `${counted(errors.count, "error")}; ${CLASSES[most.class].name} ${percent(most.count / errors.count, 0)}`
      }
      kind="bars"
      plot={{
        slots,
        series: classes.map((one) => ({ ...CLASSES[one.class], total: count(one.count) })),
        values,
      }}
      reading={{ tick: (value) => (Number.isInteger(value) ? count(value) : ""), exact: count }}
      csv={csvOf(range)}
    />
  );
}

/** The share of jobs that failed, against its limit. */
export function ErrorRateChart({ range, errors }: Props) {
  const slots = jobSlots(errors);
  const { error_rate, failed_jobs, finished_jobs } = errors;
  return (
    <TimeChart
      title="Error rate"
      unit="% of jobs"
      summary={`${count(failed_jobs)} of ${counted(finished_jobs, "job")} failed, ${percent(error_rate)}`}
      kind="lines"
      plot={{
        slots,
        series: [{ name: "failed jobs", colour: "var(--accent)", total: percent(error_rate) }],
        values: slots.map(({ rate }) => [rate === null ? null : rate * 100]),
        remarks: slots.map(remark),
      }}
      reading={{
        tick: (value) => `${Number(value.toFixed(1))}`,
        exact: (value) => percent(value === null ? null : value / 100),
      }}
      thresholds={[{ name: "limit", value: ERROR_RATE_MAX * 100 }]}
      csv={csvOf(range)}
    />
  );
}

const remark = ({ failed, finished }: JobSlot): string =>
  finished === 0 ? "no job ended" : `${count(failed)} of ${count(finished)} jobs`;
