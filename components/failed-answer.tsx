import { ErrorState } from "./error-state";

interface Props {
  /** What was asked for, as the start of a sentence: `These figures`. */
  what: string;
  /** The question that was not answered; null, undefined or false while none failed. */
  failed: { error: Error | null; refetch: () => unknown } | null | undefined | false;
}

/** Says above older figures that newer ones could not be read. */
export function FailedAnswer({ what, failed }: Props) {
  if (!failed) return null;
  return (
    <div className="mb-3">
      <ErrorState
        title={`${what} could not be read.`}
        detail={`${failed.error?.message ?? ""} — what is below was read before.`}
        retry={() => void failed.refetch()}
      />
    </div>
  );
}
