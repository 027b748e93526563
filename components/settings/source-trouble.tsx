import type { Source } from "@/lib/contract/sources";
import { momentExact } from "@/lib/domain/dates";
import { count, counted } from "@/lib/domain/format";

/** What went wrong with a source: its last error, what was rejected by its path, and what was worth a notice. */
export function SourceTrouble({ source, zone }: { source: Source; zone: string }) {
  const { last_error: error, rejections, rejected, notices } = source;
  if (error === null && rejected === 0 && notices.length === 0) return null;
  return (
    <div className="grid min-w-0 gap-1.5 text-small sm:pl-25 xl:col-span-3">
      {error && (
        <p className={source.state === "ok" ? "text-ink-3" : "text-ink"}>
          <span className="font-strong">Last error</span>, {momentExact(error.time, zone)}:{" "}
          <span className="wrap-anywhere">{error.message}</span>
        </p>
      )}
      {rejections.length > 0 && (
        <details>
          <summary className="w-fit rounded-[4px] text-ink-2 hover:text-ink">
            {counted(rejections.length, "rejection")} in the last document
            {rejected > rejections.length && `, ${count(rejected)} in all`}
          </summary>
          <ul className="mt-1.5 grid max-h-72 gap-1 overflow-y-auto rounded-control bg-sunken px-3 py-2">
            {rejections.map(({ path, message }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one path may be rejected twice for the same reason.
              <li key={index} className="wrap-anywhere">
                <code className="font-mono text-ink">{path || "document"}</code>{" "}
                <span className="text-ink-2">{message}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {rejected > 0 && rejections.length === 0 && (
        <p className="text-ink-3">Nothing was rejected of the last document; {count(rejected)} before it.</p>
      )}
      {notices.map((notice) => (
        <p key={notice} className="text-ink-2 wrap-anywhere">
          <span className="text-ink-3">Notice: </span>
          {notice}
        </p>
      ))}
    </div>
  );
}
