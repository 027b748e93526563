import { PAGE_ROWS } from "@/lib/client/pages";
import { count, counted } from "@/lib/domain/format";

/** How a list that is read page by page goes on. */
export interface Paging {
  loaded: number;
  total: number;
  next: () => void;
  reading: boolean;
  failed: boolean;
}

/** How much of a list is on screen, and the way to more of it. The rows above stay where they are. */
export function LoadMore({ noun, paging }: { noun: string; paging: Paging }) {
  const { loaded, total, next, reading, failed } = paging;
  const left = Math.max(0, total - loaded);
  const done = left === 0;
  // The button stays after the last page: whoever pressed it keeps the place on the page.
  if (done && loaded <= PAGE_ROWS) return null;
  return (
    <div className="no-print mt-3 flex flex-wrap items-center gap-3 text-small text-ink-3">
      <button
        type="button"
        onClick={done ? undefined : next}
        aria-disabled={reading || done}
        className="control"
      >
        {reading ? "Loading …" : done ? "All loaded" : `Load ${count(Math.min(PAGE_ROWS, left))} more`}
      </button>
      <p role="status">
        {count(loaded)} of {counted(total, noun)} loaded
        {failed && <span className="text-ink"> · the next could not be read; try again</span>}
      </p>
    </div>
  );
}
