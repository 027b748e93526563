import Link from "next/link";
import { Card } from "@/components/card";
import { bytes } from "@/lib/client/format";
import type { SettingsReply } from "@/lib/contract/settings";
import { moment, momentExact } from "@/lib/domain/dates";
import { runbookSection } from "@/lib/domain/docs-links";
import { count } from "@/lib/domain/format";

/** How much is stored, and where. */
export function Database({ settings: { database, values, timezone } }: { settings: SettingsReply }) {
  const folder = values.find(({ path }) => path === "GREENLIGHT_DATA_DIR")?.value;
  const facts = [
    ["Size", bytes(database.bytes), `${count(database.bytes)} bytes`],
    ["Executions", count(database.executions)],
    ["Calls", count(database.llm_calls)],
    ["Articles", count(database.articles)],
  ] as const;
  return (
    <Card title="Database">
      <Damage problems={database.check?.problems ?? []} />
      <dl className="grid max-w-3xl grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {facts.map(([title, figure, exact]) => (
          <div key={title}>
            <dt className="text-small text-ink-3">{title}</dt>
            <dd className="text-heading" title={exact ?? figure}>
              {figure}
            </dd>
          </div>
        ))}
      </dl>
      {folder && (
        <p className="mt-3 text-small text-ink-3">
          In <code className="font-mono text-ink-2 wrap-anywhere">{folder}</code>. What was read from a file
          stays when the file rotates or goes away.
        </p>
      )}
      {database.check?.problems.length === 0 && (
        <p className="text-small text-ink-3" title={momentExact(database.check.time, timezone)}>
          Read as a whole after the start ({moment(database.check.time, timezone)}): no damage.
        </p>
      )}
    </Card>
  );
}

function Damage({ problems }: { problems: readonly string[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="mb-3 rounded-control bg-red-soft px-3 py-2">
      <p className="text-body font-strong">
        <span aria-hidden="true" className="text-red">
          ▲{" "}
        </span>
        The database file is damaged. Stop the server and{" "}
        <Link href={runbookSection("restore")} prefetch={false} className="underline">
          restore a backup
        </Link>
        .
      </p>
      {problems.map((problem) => (
        <p key={problem} className="font-mono text-small wrap-anywhere">
          {problem}
        </p>
      ))}
    </div>
  );
}
