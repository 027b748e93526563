import { Card } from "@/components/card";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import type { SettingsReply } from "@/lib/contract/settings";
import { count } from "@/lib/domain/format";
import { type Group, groupsOf, originOf } from "./groups";

interface Props {
  settings: SettingsReply;
  /** `set` in the address: only what is not as it comes. */
  shown: string | null;
}

/** Every setting in force with where it comes from, by section. Secrets arrive masked. */
export function Configuration({ settings: { values, file }, shown }: Props) {
  const only = shown === "set" ? "set" : "all";
  const groups = groupsOf(values, only);
  const set = values.filter(({ origin }) => origin !== "default").length;
  return (
    <Card
      title="Configuration in force"
      unit={file ?? "no file, defaults and environment variables"}
      actions={
        <nav aria-label="Settings shown" className={`${SEGMENTS} no-print shrink-0`}>
          <ViewLink change={{ by: null }} current={only === "all"} className={SEGMENT}>
            All {count(values.length)}
          </ViewLink>
          <ViewLink change={{ by: "set" }} current={only === "set"} className={SEGMENT}>
            Set {count(set)}
          </ViewLink>
        </nav>
      }
    >
      {groups.length === 0 && <p className="text-body text-ink-2">Everything is as it comes.</p>}
      <div className="gap-x-8 lg:columns-2">
        {groups.map((group) => (
          <Section key={group.title} group={group} file={file} />
        ))}
      </div>
    </Card>
  );
}

function Section({ group: { title, meaning, values }, file }: { group: Group; file: string | null }) {
  return (
    <section className="mb-4 break-inside-avoid-column">
      <h3 className="border-b border-line-strong pb-1 text-small text-ink-3">
        <span className="font-strong text-ink">{title}</span> {meaning}
      </h3>
      <dl>
        {values.map((value) => (
          <div
            key={value.path}
            className="grid grid-cols-[minmax(0,1fr)_6.25rem] gap-x-3 border-b border-line py-1 text-small sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9.5rem]"
          >
            <dt className="font-mono wrap-anywhere text-ink-2 max-sm:col-span-2">{value.name}</dt>
            <dd className="font-mono wrap-anywhere">
              <bdi>{value.value}</bdi>
            </dd>
            <dd
              className={`wrap-anywhere text-right ${value.origin === "default" ? "text-ink-3" : "text-ink"}`}
            >
              <span className="sr-only">from </span>
              {originOf(value, file)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
