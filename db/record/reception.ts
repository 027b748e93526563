import type { Attribution } from "@/lib/domain/assignment";
import type { Calendar } from "@/lib/domain/time";

/** What is known of records beside what they say: where they came from, and when. */
export interface Reception {
  /** The empty string where none is known. */
  environment: string;
  receivedMs: number;
  calendar: Calendar;
  /** How often a result of this component is due, in milliseconds. */
  intervalMsOf(component: string): number;
  /** The followed file that lines are read from: there, a line's number tells it from all others. Null: it is pushed. */
  generation: string | null;
}

/** Where the environment of a record that says none is found out. */
export interface Attributing extends Reception {
  /** Of a new record of which neither itself nor whoever sent it says so. */
  attributed: Attribution;
}
