import { CopyLine } from "@/components/copy-line";
import type { SettingsReply } from "@/lib/contract/settings";

type Mistake = SettingsReply["mistakes"][number];

/** An edit that cannot be used: where it is wrong, what is in force meanwhile, and what to do. */
export function BrokenEdit({ mistakes }: { mistakes: readonly Mistake[] }) {
  const file = mistakes[0]?.file ?? "greenlight.yaml";
  return (
    <section
      role="alert"
      className="grid gap-3 rounded-card border border-red bg-surface p-3.5 print:break-inside-avoid"
    >
      <div>
        <h2 className="text-card wrap-anywhere">
          <span aria-hidden="true" className="text-red">
            ▲{" "}
          </span>
          The last edit of {file} cannot be used.
        </h2>
        <p className="text-body text-ink-2">
          The last good configuration is in force; nothing stopped and nothing is lost.
        </p>
      </div>
      <ul className="grid gap-1.5">
        {mistakes.map((mistake) => (
          <li
            key={`${placeOf(mistake)} ${mistake.path} ${mistake.message}`}
            className="rounded-control bg-red-soft px-3 py-2"
          >
            <span className="font-mono text-small font-strong wrap-anywhere">{placeOf(mistake)}</span>{" "}
            <span className="text-body wrap-anywhere">{mistake.message}</span>
          </li>
        ))}
      </ul>
      <p className="text-small text-ink-2">
        Put it right and save: it is read again at once. To check an edit before saving it:
      </p>
      <CopyLine text={`npm run greenlight -- config check ${file}`} />
    </section>
  );
}

/** `greenlight.yaml:12:11`, as editors and terminals understand it. */
export const placeOf = ({ file, line, column }: Mistake): string =>
  [file, line, column].filter((part) => part !== null).join(":");
