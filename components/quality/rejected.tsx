import { Card } from "@/components/card";
import type { QualityReply } from "@/lib/contract/quality";
import { counted } from "@/lib/domain/format";

/** Figures that cannot be, by the place where they stand. What is around them counts. */
export function Rejected({ rejected }: Pick<QualityReply, "rejected">) {
  if (rejected.length === 0) return null;
  return (
    <Card title={`${counted(rejected.length, "figure")} left out of the rates`} unit="because they cannot be">
      <ul className="grid gap-2">
        {rejected.map(({ source, kind, path, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one path may be rejected twice for the same reason.
          <li key={index} className="min-w-0 text-body wrap-anywhere">
            <bdi>
              <code className="font-mono text-small text-ink">{path || "document"}</code>
            </bdi>
            <span className="text-ink-2">
              : <bdi>{message}</bdi>: left out of the rates
            </span>
            <span className="block text-small text-ink-3">
              {kind} · <bdi>{source === "http" ? "pushed over HTTP" : source}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-[90ch] text-small text-ink-3">
        Only the smallest part that such a figure spoils is left out; the rest of its run counts. A document
        in which it is put right brings it in.
      </p>
    </Card>
  );
}
