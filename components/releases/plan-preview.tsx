import { DataTable } from "@/components/data-table";
import { wordsOf } from "@/lib/client/commands";
import { milliseconds } from "@/lib/client/format";
import { oddsWords } from "@/lib/client/release-plan-form";
import { actionWords, backupWords, REQUIREMENT_WORDS, ruleName } from "@/lib/client/release-words";
import { named, type Said } from "@/lib/client/traffic-words";
import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import { moment } from "@/lib/domain/dates";
import { fixed } from "@/lib/domain/format";
import { Facts } from "./facts";
import { PlannedSteps } from "./planned-steps";
import { Tone } from "./tone";

interface Props {
  plan: ReleasePlanReply | undefined;
  error: Error | null;
  zone: string;
  nowMs: number;
  /** Where it has a page's whole width. */
  wide?: boolean;
}

/** What a plan would come to: its times, what there will be to see, how often it would err, and whether it could go back. */
export function PlanPreview({ plan, error, zone, nowMs, wide = false }: Props) {
  if (error !== null)
    return (
      <p role="status" className="text-small wrap-anywhere text-red">
        <span aria-hidden="true">▲ </span>
        {wordsOf(error)}
      </p>
    );
  if (plan === undefined)
    return <p className="text-small text-ink-3">What it would come to is worked out …</p>;
  const steps = plan.steps.map((step) => ({ ...step, forecast: step }));
  const facts = <Facts facts={wayBack(plan, zone, nowMs)} />;
  return (
    <div className="grid gap-4" data-testid="preview">
      {plan.obstacles.map((obstacle) => (
        <p
          key={obstacle}
          className="max-w-[80ch] rounded-control bg-amber-soft p-2.5 text-small wrap-anywhere"
        >
          <span aria-hidden="true" className="text-amber">
            ▲{" "}
          </span>
          A start would be refused now: {obstacle}.
        </p>
      ))}
      <div className={`grid items-start gap-x-8 gap-y-4 ${wide ? "xl:grid-cols-2" : ""}`}>
        <div className="grid gap-4">
          <div className="grid gap-1">
            <PlannedSteps steps={steps} environment={plan.plan.environment} zone={zone} />
            <p className="text-small text-ink-3">{paceWords(plan)}</p>
          </div>
          {wide && facts}
        </div>
        <RuleForecasts rules={plan.rules} />
        {!wide && facts}
      </div>
    </div>
  );
}

function paceWords({ articles_per_day: perDay }: ReleasePlanReply): string {
  if (perDay === 0)
    return "No article was finished in the last seven days: a share that waits for articles waits until a person promotes it.";
  return `At ${fixed(perDay, perDay < 10 ? 1 : 0)} articles a day of both, as in the last seven days. A person may promote at any time; on how much evidence is recorded.`;
}

type PlannedRule = ReleasePlanReply["rules"][number];

const EVIDENCE: Record<PlannedRule["evidence"], Said> = {
  enough: { sign: "✓", words: "there will be evidence", tone: "calm" },
  not_enough: { sign: "○", words: "there will not be enough evidence", tone: "warn" },
  no_source: { sign: "–", words: "no source", tone: "warn" },
};

/** Per rule whether it will have something to see, and how often it errs. */
const RuleForecasts = ({ rules }: Pick<ReleasePlanReply, "rules">) => (
  <DataTable
    caption="The rules of the plan"
    rows={rules}
    rowKey={({ name }) => name}
    columns={[
      {
        key: "rule",
        title: "Rule",
        cell: ({ name, action, dry_run }) => (
          <>
            <bdi className="wrap-anywhere">{ruleName(name)}</bdi>
            <span className="block text-small text-ink-3">
              {actionWords(action)}
              {dry_run && ", on trial"}
            </span>
          </>
        ),
      },
      {
        key: "evidence",
        title: "Evidence",
        cell: (rule) => (
          <>
            <Tone {...EVIDENCE[rule.evidence]} />
            {rule.samples !== null && (
              <span className="block text-small text-ink-3">
                about {fixed(rule.samples, 0)} samples in its longest share
              </span>
            )}
            <span className="block text-small text-ink-3 sm:hidden print:hidden">{oddsWords(rule)}</span>
          </>
        ),
      },
      {
        key: "odds",
        title: "False alarms",
        from: "sm",
        cell: (rule) => <span className="text-small text-ink-2">{oddsWords(rule)}</span>,
      },
    ]}
  />
);

function wayBack(
  { plan, backup, backup_until, rehearsal, quarantine, plan_hash }: ReleasePlanReply,
  zone: string,
  nowMs: number,
) {
  return [
    {
      name: "Goes back to",
      value: (
        <>
          <bdi>{named(backup.environment, backup.version)}</bdi> · <Tone {...backupWords(backup, nowMs)} />
        </>
      ),
    },
    {
      name: "Rehearsal",
      value: rehearsal.done ? (
        <>
          {milliseconds(rehearsal.ms)}
          <span className="text-ink-3"> · {rehearsal.said}</span>
        </>
      ) : (
        <Tone sign="▲" words={rehearsal.said} tone="warn" />
      ),
    },
    {
      name: "Backup until",
      value: backup_until === null ? "cannot be said: a share never ends" : moment(backup_until, zone),
    },
    {
      name: "Asks for",
      value:
        plan.requires.length === 0
          ? "nothing more: no checklist, test or signature"
          : plan.requires.map((one) => REQUIREMENT_WORDS[one]).join(", "),
    },
    ...(quarantine === null
      ? []
      : [
          {
            name: "Quarantine",
            value: <Tone sign="▲" words={quarantine.said} tone="warn" />,
          },
        ]),
    { name: "Plan", value: <span className="font-mono">{plan_hash}</span> },
  ];
}
