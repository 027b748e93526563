import { Card } from "@/components/card";
import { railOf, type Stop } from "@/lib/client/release-rail";
import { progressParts, standsWords } from "@/lib/client/release-words";
import { weight } from "@/lib/client/traffic-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import { moment } from "@/lib/domain/dates";

const LOOKS: Record<Stop["state"], { sign: string; word: string; bar: string; text: string }> = {
  done: { sign: "✓", word: "done", bar: "bg-ink", text: "text-ink" },
  now: { sign: "●", word: "now", bar: "bg-ink", text: "text-ink" },
  held: { sign: "▲", word: "held here", bar: "bg-amber", text: "text-amber" },
  ended: { sign: "←", word: "came to here", bar: "bg-line-strong", text: "text-ink-2" },
  ahead: { sign: "○", word: "to come", bar: "bg-sunken", text: "text-ink-3" },
};

/** The way from the checks to the end, where on it the release stands, and what the share it is at has shown so far. */
export function ReleaseRail({ release, zone }: { release: ReleaseReply; zone: string }) {
  const stops = railOf(release);
  return (
    <Card
      title="Steps"
      unit={
        release.weight === null
          ? "no share is asked for"
          : `${weight(release.weight)} for ${release.environment}`
      }
    >
      <ol className="grid gap-x-1.5 gap-y-2 text-small sm:auto-cols-fr sm:grid-flow-col">
        {stops.map((stop) => (
          <StopItem key={stop.key} stop={stop} />
        ))}
      </ol>
      <Progress release={release} />
      {release.waits_for !== "nothing" && (
        <p className="mt-2 text-small wrap-anywhere text-ink-2">
          Waits for: {release.waits_for}
          {release.deadline !== null && (
            <span className="text-ink-3">
              {" "}
              · {untilWords(release)} {moment(release.deadline, zone)}
            </span>
          )}
        </p>
      )}
    </Card>
  );
}

function StopItem({ stop: { name, asks, state } }: { stop: Stop }) {
  const { sign, word, bar, text } = LOOKS[state];
  return (
    <li
      aria-current={state === "now" || state === "held" ? "step" : undefined}
      className="grid min-w-0 content-start gap-1 max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3"
    >
      <span aria-hidden="true" className={`h-1 rounded-full max-sm:col-span-2 ${bar}`} />
      <span className={`min-w-0 ${text} ${state === "ahead" ? "" : "font-strong"}`}>
        <span aria-hidden="true">{sign} </span>
        {name}
        <span className="sr-only">, {word}</span>
      </span>
      <span className="min-w-0 text-ink-3 max-sm:text-right">{asks}</span>
    </li>
  );
}

/** Time and articles of the share that is observed, each with its own bar: the slowest is what it waits for. */
function Progress({ release }: { release: ReleaseReply }) {
  const { progress } = release;
  if (progress === null) return null;
  const stands = standsWords(progress);
  return (
    <div className="mt-3 grid gap-1.5 border-t border-line pt-3 text-small" data-testid="progress">
      <ul className="grid gap-x-6 gap-y-2 sm:auto-cols-fr sm:grid-flow-col">
        {progressParts(progress, release).map(({ words, share }) => (
          <li key={words} className="grid gap-1">
            <span>
              {words}
              {share === 1 && (
                <span className="text-ink-2">
                  {" "}
                  <span aria-hidden="true">✓</span>
                  <span className="sr-only">complete</span>
                </span>
              )}
            </span>
            <span aria-hidden="true" className="h-1 overflow-hidden rounded-full bg-sunken">
              <span
                className="block h-full bg-ink transition-[width] duration-200"
                style={{ width: `${share * 100}%` }}
              />
            </span>
          </li>
        ))}
      </ul>
      {stands !== null && (
        <p className="text-amber">
          <span aria-hidden="true">▲ </span>
          {stands}
        </p>
      )}
    </div>
  );
}

function untilWords({ state }: ReleaseReply): string {
  switch (state) {
    case "observing":
      return "if that has not come, a person is asked at";
    case "retained":
      return "until";
    default:
      return "at the latest";
  }
}
