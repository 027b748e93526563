import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { lasting } from "@/lib/client/dates";
import { bytes } from "@/lib/client/format";
import type { SettingsReply } from "@/lib/contract/settings";
import { moment, momentExact } from "@/lib/domain/dates";
import { count } from "@/lib/domain/format";

/** When the database was copied last, when it will be next, and what went wrong. */
export function Backups({ settings: { backups, timezone } }: { settings: SettingsReply }) {
  if (backups === null) return <Unscheduled />;
  const { failure, last, next } = backups;
  return (
    <Card title="Backups" unit={`every ${lasting(backups.every_s * 1000)}`}>
      {failure && (
        <p role="alert" className="mb-3 rounded-control bg-red-soft px-3 py-2 text-body wrap-anywhere">
          <span aria-hidden="true" className="text-red">
            ▲{" "}
          </span>
          The last try failed ({moment(failure.time, timezone)}): {failure.message}
        </p>
      )}
      <dl className="grid max-w-3xl grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Fact title="Last" time={last?.time ?? null} zone={timezone} />
        <Fact title={failure ? "Next try" : "Next"} time={next} zone={timezone} />
        <Fact title="Size" text={last === null ? "none yet" : bytes(last.bytes)} />
        <Fact title="Kept" text={`${count(backups.kept)} of ${count(backups.keep)}`} />
      </dl>
    </Card>
  );
}

type FactProps = { title: string } & ({ text: string } | { time: string | null; zone: string });

function Fact(props: FactProps) {
  const [text, exact] =
    "text" in props
      ? [props.text, undefined]
      : props.time === null
        ? ["none yet", undefined]
        : [moment(props.time, props.zone), momentExact(props.time, props.zone)];
  return (
    <div>
      <dt className="text-small text-ink-3">{props.title}</dt>
      <dd className="text-heading" title={exact}>
        {text}
      </dd>
    </div>
  );
}

const Unscheduled = () => (
  <Card title="Backups" unit="none scheduled">
    <div className="grid max-w-3xl gap-2">
      <p className="text-body text-ink-2">
        Let the server make them, each proved equal to the database, by this line in greenlight.yaml:
      </p>
      <CopyLine text="backup: { every: 24h, keep: 7 }" />
      <p className="text-body text-ink-2">Or make one now, while the server runs:</p>
      <CopyLine text="npm run greenlight -- backup greenlight-copy.db" />
    </div>
  </Card>
);
