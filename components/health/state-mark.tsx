import type { HealthStatus } from "@/lib/domain/signals";
import { STATES, UNREPORTED } from "./states";

interface Props {
  status: HealthStatus;
  reported?: boolean;
}

/** A state as a sign and a word. */
export function StateMark({ status, reported = true }: Props) {
  const { sign, word, colour } = reported ? STATES[status] : UNREPORTED;
  return (
    <span className={`shrink-0 font-strong whitespace-nowrap ${colour}`}>
      <span aria-hidden="true">{sign} </span>
      {word}
    </span>
  );
}
