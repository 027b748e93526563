import Link from "next/link";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { deedWords, doesWords } from "@/lib/client/alert-words";
import type { AlertEntry, AlertReply, SilenceReply } from "@/lib/contract/alerts";

interface Props {
  alert: AlertReply;
  history: readonly AlertEntry[];
  silence: SilenceReply | null;
  zone: string;
}

/** What else is to be known of an alert: its action and what came of it, and who has seen to it. */
export function AlertAttributes({ alert, history, silence, zone }: Props) {
  const { rule, firing, recovering_since: recovering, inhibited } = alert;
  const deed = deedWords(alert, history);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-ink-2">
      <li>
        {rule.dry_run && "dry run: "}
        {doesWords(rule.action)}
        {deed !== null && (
          <>
            {" · "}
            <Tone {...deed} />
          </>
        )}
      </li>
      {recovering !== null && (
        <li>
          recovering since <Moment at={recovering} zone={zone} />
        </li>
      )}
      {firing?.acknowledged && (
        <li className="wrap-anywhere">
          ✓ acknowledged by <bdi>{firing.acknowledged.by}</bdi>,{" "}
          <Moment at={firing.acknowledged.at} zone={zone} />
        </li>
      )}
      {silence !== null && (
        <li className="wrap-anywhere">
          ∅ silenced until <Moment at={silence.until} zone={zone} /> by <bdi>{silence.by}</bdi>:{" "}
          <bdi>{silence.reason}</bdi>
          {silence.actions_too && ", its actions too"}
        </li>
      )}
      {inhibited && (
        <li className="text-amber">
          <span aria-hidden="true">◌ </span>
          its source is silent or cannot be read: it neither fires nor resolves
        </li>
      )}
      {firing !== null && (
        <li>
          <Link
            href={alert.runbook}
            prefetch={false}
            className="link inline-flex min-h-6 items-center underline"
          >
            What to do: runbook
          </Link>
        </li>
      )}
    </ul>
  );
}
