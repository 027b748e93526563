import { Card } from "@/components/card";
import { milliseconds } from "@/lib/client/format";
import type { ComponentState } from "@/lib/contract/health";
import { fieldWords } from "./component-words";

/** What the last check said, with every field, also those that Greenlight does not know. */
export function CheckFields({ component }: { component: ComponentState }) {
  const { reported, available, fallback, latency_ms, error, version, details } = component;
  if (!reported) return null;
  const fields: [string, unknown][] = [
    ["available", available],
    ["fallback", fallback],
    ["latency_ms", latency_ms === null ? null : milliseconds(latency_ms)],
    ["error", error],
    ["version", version],
    ...Object.entries(details),
  ];
  return (
    <Card title="What the last check said">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label="Fields of the last check"
        className="relative max-h-56 overflow-y-auto print:max-h-none"
      >
        <dl className="grid grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 text-small">
          {fields
            .filter(([, value]) => value !== null)
            .map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="max-w-40 wrap-anywhere text-ink-3">
                  <bdi>{name}</bdi>
                </dt>
                <dd className="min-w-0 font-mono whitespace-pre-wrap wrap-anywhere">{fieldWords(value)}</dd>
              </div>
            ))}
        </dl>
      </section>
    </Card>
  );
}
