import Link from "next/link";
import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { EnvironmentMark } from "@/components/environment-mark";
import { sampled } from "@/lib/client/format";
import { boundsWords, observedWords, syncWords, weight } from "@/lib/client/traffic-words";
import type { TrafficReply } from "@/lib/contract/traffic";
import { clockExact } from "@/lib/domain/dates";
import { runbookSection } from "@/lib/domain/docs-links";
import { Tone } from "./tone";

type Place = TrafficReply["environments"]["blue"];

interface Row {
  name: string;
  said: string;
  value: (place: Place) => string;
  bounds?: true;
}

const ROWS: readonly Row[] = [
  { name: "Wanted", said: "by people", value: (place) => weight(place.desired_weight) },
  { name: "Sent", said: "to the balancer", value: (place) => weight(place.commanded_weight) },
  { name: "Read back", said: "from the balancer", value: (place) => weight(place.applied_weight) },
  {
    name: "Counted",
    said: "since this split began",
    value: (place) => observedWords(place.observed),
    bounds: true,
  },
];

const DRIVERS = { "state-file": "state file", haproxy: "HAProxy" } as const;

/** The four weights. What is shown as read was read, and is never the echo of what was sent. */
export function WeightsCard({ traffic, zone }: { traffic: TrafficReply; zone: string }) {
  const { environments, driver, read_at, remarks } = traffic;
  const toDo = sectionOf(traffic);
  const head = (environment: "blue" | "green") => (
    <span className="inline-grid max-w-[16ch] justify-items-end">
      <EnvironmentMark environment={environment} />
      <bdi className="max-w-full truncate" title={environments[environment].version ?? undefined}>
        {environments[environment].version ?? "version not set"}
      </bdi>
    </span>
  );
  return (
    <Card title="Weights" unit={sampled(environments.blue.observed.n)}>
      <DataTable
        caption="The four weights of both environments"
        rows={ROWS}
        rowKey={({ name }) => name}
        columns={[
          {
            key: "weight",
            title: "Weight",
            cell: ({ name, said }) => (
              <>
                {name}
                <span className="block text-small text-ink-3 max-sm:hidden">{said}</span>
              </>
            ),
          },
          {
            key: "blue",
            title: head("blue"),
            numeric: true,
            cell: (row) => <Value {...row} place={environments.blue} />,
          },
          {
            key: "green",
            title: head("green"),
            numeric: true,
            cell: (row) => <Value {...row} place={environments.green} />,
          },
        ]}
      />
      <p className="mt-2 text-small wrap-anywhere">
        <Tone {...syncWords(traffic)} />
        <span className="text-ink-3">
          {" "}
          · {DRIVERS[driver]}
          {read_at !== null && `, read ${clockExact(read_at, zone)}`}
        </span>
        {toDo !== null && (
          <Link href={toDo} prefetch={false} className="link no-print ml-2 inline-flex min-h-6 items-center">
            What to do
          </Link>
        )}
      </p>
      {remarks.length > 0 && (
        <ul aria-label="Remarks of the balancer" className="mt-1 grid gap-0.5 text-small wrap-anywhere">
          {remarks.map((remark) => (
            <li key={remark}>
              <Tone sign="▲" words={remark} tone="warn" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Where the runbook says what to do about a balancer that is not as it should be; null where it is. */
function sectionOf({ sync, driver, remarks }: TrafficReply): string | null {
  if (sync === "unknown" && driver === "haproxy") return runbookSection("haproxy-is-gone");
  return sync === "drifted" || remarks.length > 0 ? runbookSection("a-weight-was-moved-by-hand") : null;
}

const Value = ({ value, bounds, place }: Row & { place: Place }) => (
  <>
    {value(place)}
    {bounds && <span className="block text-small text-ink-3">{boundsWords(place.observed)}</span>}
  </>
);
