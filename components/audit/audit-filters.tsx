"use client";

import { FilterField } from "@/components/lists/filter-field";
import { useView } from "@/lib/client/use-view";
import type { AuditReply } from "@/lib/contract/audit";
import { groupName, groupOf } from "./event-words";
import { shown } from "./shown-text";

type Choices = Pick<AuditReply, "actions" | "actors">;

/** What the log is narrowed to: what kind of change, by whom, with which words. In the address, all of it. */
export function AuditFilters({ actions, actors }: Choices) {
  const { view, change } = useView();
  return (
    <div className="no-print flex flex-wrap items-center gap-2">
      <Choice
        label="Action"
        all="All actions"
        chosen={view.by}
        options={[...new Set(actions.map(groupOf))]}
        name={groupName}
        choose={(by) => change({ by })}
      />
      <Choice
        label="Actor"
        all="Everybody"
        chosen={view.actor}
        options={actors}
        name={shown}
        choose={(actor) => change({ actor })}
      />
      <FilterField label="Words in subject or reason" />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  chosen: string | null;
  options: readonly string[];
  name: (option: string) => string;
  choose: (option: string | null) => void;
}

/** What a link asks for stays among the options, also where the log does not have it. */
const Choice = ({ label, all, chosen, options, name, choose }: ChoiceProps) => (
  <select
    aria-label={label}
    value={chosen ?? ""}
    onChange={({ target }) => choose(target.value === "" ? null : target.value)}
    className="min-h-8 max-w-full min-w-0 rounded-control border border-line-strong bg-surface px-2 text-small text-ink"
  >
    <option value="">{all}</option>
    {[...new Set([...options, ...(chosen === null || chosen === "" ? [] : [chosen])])].map((option) => (
      <option key={option} value={option}>
        {name(option).slice(0, 60)}
      </option>
    ))}
  </select>
);
