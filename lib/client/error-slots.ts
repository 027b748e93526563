import type { ErrorsReply } from "@/lib/contract/errors";
import { type Covered, gathered, type Slot } from "./buckets";

/** Errors per slot, one value a key. A slot without errors has none of them: zero, not unknown. */
export interface ErrorSlots {
  slots: Slot[];
  values: number[][];
}

/** Errors on the axis of a chart, in the order of `keys`. */
export function errorSlots(reply: ErrorsReply, keys: readonly string[]): ErrorSlots {
  const slots = gathered(reply, reply.series);
  return {
    slots: slots.map(({ slot }) => slot),
    values: slots.map(({ rows }) =>
      keys.map((key) => rows.reduce((sum, row) => sum + (row.key === key ? row.count : 0), 0)),
    ),
  };
}

export interface JobSlot extends Slot {
  failed: number;
  finished: number;
  /** Null where no job ended. */
  rate: number | null;
}

/** How many jobs failed, on the axis of a chart. Days that are put together add up first. */
export const jobSlots = (reply: Covered & Pick<ErrorsReply, "jobs">): JobSlot[] =>
  gathered(reply, reply.jobs).map(({ slot, rows }) => {
    const failed = rows.reduce((sum, row) => sum + row.failed_jobs, 0);
    const finished = rows.reduce((sum, row) => sum + row.finished_jobs, 0);
    return { ...slot, failed, finished, rate: finished === 0 ? null : failed / finished };
  });
