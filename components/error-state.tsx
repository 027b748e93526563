"use client";

interface Props {
  /** What could not be shown, as a sentence. */
  title: string;
  detail?: string | undefined;
  retry?: () => void;
}

/** Where something failed: what, and what to do next. */
export function ErrorState({ title, detail, retry }: Props) {
  return (
    <div
      role="alert"
      className="grid justify-items-start gap-2 rounded-card border border-line bg-surface p-5"
    >
      <h2 className="text-card">
        <span aria-hidden="true" className="text-red">
          ▲{" "}
        </span>
        {title}
      </h2>
      {detail && <p className="max-w-[70ch] text-body text-ink-2">{detail}</p>}
      {retry && (
        <button type="button" onClick={retry} className="control">
          Try again
        </button>
      )}
    </div>
  );
}
