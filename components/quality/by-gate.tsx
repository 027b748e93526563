import { Card } from "@/components/card";
import { DataTable } from "@/components/data-table";
import { Unknown } from "@/components/lists/cells";
import { rated, span } from "@/lib/client/rates";
import type { RangeParameters } from "@/lib/client/view";
import type { QualityReply } from "@/lib/contract/quality";
import { count, percent } from "@/lib/domain/format";
import { EVERY_ONE, GATE_PASS_RATE } from "@/lib/domain/targets";
import { qualityCsv } from "./gate-pass-rate-chart";
import { CHECKS } from "./names";

type GateRow = QualityReply["gates"][number];

/** How much of each check passed: a bar up to what it is held to, and its figures. */
export const ByGate = ({ range, gates }: { range: RangeParameters; gates: readonly GateRow[] }) => (
  <Card
    title="By gate"
    unit="passed of all that were checked"
    actions={
      <a href={qualityCsv(range)} download className="link no-print text-small">
        CSV<span className="sr-only"> of quality by gate and day</span>
      </a>
    }
  >
    <DataTable
      caption="What passed and what failed, by gate"
      rows={gates}
      rowKey={({ name }) => name}
      columns={[
        { key: "gate", title: "Gate", cell: ({ name }) => CHECKS[name].name },
        { key: "bar", title: "Against its target", from: "sm", cell: Bar },
        { key: "rate", title: "Rate", numeric: true, cell: Rate },
        { key: "passed", title: "Passed", numeric: true, cell: ({ passed }) => count(passed) },
        { key: "failed", title: "Failed", numeric: true, cell: ({ failed }) => count(failed) },
      ]}
    />
    <p className="mt-2 text-small text-ink-3">
      A range is a 95 % interval (Wilson). It stands where fewer than 30 were checked: there the rate alone
      would mislead.
    </p>
  </Card>
);

function Rate({ name, passed, failed, pass_rate: rate, interval }: GateRow) {
  if (rate === null) return <Unknown reason={CHECKS[name].told} />;
  return (
    <>
      <span title={percent(rate, 4)}>{rated(rate, passed + failed)}</span>
      {interval && <span className="block text-small text-ink-3">{span(interval)}</span>}
    </>
  );
}

/** The part that passed, with a mark at the target. */
function Bar({ name, pass_rate: rate }: GateRow) {
  const target = name === "editor" ? GATE_PASS_RATE.goal : EVERY_ONE;
  if (rate === null) return null;
  return (
    <div className="flex items-center gap-2" title={`target ${percent(target, 0)}`}>
      <div aria-hidden="true" className="relative h-2.5 w-full min-w-16 rounded-[3px] bg-sunken">
        <div
          className="h-full rounded-[3px] bg-accent"
          style={{ width: `${rate * 100}%`, minWidth: rate > 0 ? 2 : 0 }}
        />
        <div
          className="absolute -inset-y-0.5 w-0.5 -translate-x-full bg-ink"
          style={{ left: `${target * 100}%` }}
        />
      </div>
      <span className="w-11 shrink-0 text-right text-small text-ink-3">{percent(target, 0)}</span>
    </div>
  );
}
