import { EmptyState } from "@/components/empty-state";
import { ViewLink } from "@/components/view/view-link";

interface Props {
  /** Whether a filter, and not the time, leaves nothing. */
  filtered: boolean;
  all: boolean;
}

/** Why the log shows nothing: nothing fits the filter, or nothing was changed. */
export const NoEvents = ({ filtered, all }: Props) =>
  filtered ? (
    <p className="py-1.5 text-body text-ink-2" role="status">
      No event of this range fits.{" "}
      <ViewLink change={{ by: null, actor: null, q: null }} className="link">
        Show all
      </ViewLink>
    </p>
  ) : (
    <EmptyState
      title={all ? "Nothing has been changed yet." : "Nothing was changed in this range."}
      command="npm run greenlight -- rollups rebuild"
    >
      <p>
        Whatever changes something is written here, for good: who, when, what, before, after, why and from
        where. An edit of <code>greenlight.yaml</code>, a shift of the traffic and a rollback are; so is this
        command, which proves the figures equal to the records.
      </p>
      {!all && (
        <p className="mt-3">
          <ViewLink change={{ range: "all" }} className="control">
            Show the whole log
          </ViewLink>
        </p>
      )}
    </EmptyState>
  );
