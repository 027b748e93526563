import { weight } from "@/lib/client/traffic-words";
import type { TrafficReply } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";
import { STATES } from "./health/states";

const COLOURS = {
  blue: { chip: "bg-blue-soft", dot: "bg-blue" },
  green: { chip: "bg-green-soft", dot: "bg-green" },
} as const;

const UNKNOWN_HEALTH = { sign: "◌", word: "Health unknown", colour: "text-ink-3" };

interface Props {
  environment: Environment;
  place: TrafficReply["environments"]["blue"];
  live: boolean;
  /** Its share, for where the bar has no room for figures. */
  share: number;
}

/** One environment: its colour, its version, whether it is healthy, whether it is the live one. */
export function EnvironmentChip({ environment, place: { version, health }, live, share }: Props) {
  const { chip, dot } = COLOURS[environment];
  const state = health === null ? UNKNOWN_HEALTH : STATES[health];
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-small" title={version ?? undefined}>
      <span
        className={`inline-flex min-w-0 items-center gap-1.5 rounded-control px-2 py-0.5 font-strong text-ink ${chip}`}
      >
        <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dot}`} />
        <span className="shrink-0">{environment}</span>
        {version !== null && (
          <bdi className="max-w-[14ch] truncate max-md:sr-only lg:max-w-[20ch]">{version}</bdi>
        )}
        <span className="lg:hidden">{weight(share)}</span>
      </span>
      <span className={`shrink-0 whitespace-nowrap ${state.colour}`} title={state.word}>
        <span aria-hidden="true">{state.sign}</span>
        <span className="sr-only">{state.word.toLowerCase()}</span>
        {live && <span className="text-ink-2"> live</span>}
      </span>
    </span>
  );
}
