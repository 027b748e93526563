import { type PointerEvent, useEffect, useRef } from "react";
import type { Entry, Section } from "./entry";

interface Props {
  id: string;
  sections: readonly Section[];
  current: Entry | undefined;
  select: (key: string) => void;
  choose: (entry: Entry) => void;
}

export const optionId = (list: string, at: number): string => `${list}-${at}`;

/** The list of the combobox. The focus never leaves the field: the chosen one is named to it. */
export function PaletteList({ id, sections, current, select, choose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const currentKey = current?.key;
  const order = new Map(sections.flatMap(({ entries }) => entries).map(({ key }, at) => [key, at]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one is chosen when its key is another.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [currentKey]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Results"
      className="min-h-0 overflow-y-auto overscroll-contain p-2 empty:hidden"
      // What is pressed would take the focus out of the field.
      onPointerDown={keepFocus}
    >
      {sections.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a listbox may hold groups, not fieldsets.
        <div key={title} role="group" aria-label={title}>
          <p role="presentation" className="px-2 pt-2 pb-1 text-small text-ink-3">
            {title}
          </p>
          {entries.map((entry) => (
            <Option
              key={entry.key}
              id={optionId(id, order.get(entry.key) ?? 0)}
              entry={entry}
              selected={entry.key === currentKey}
              select={() => select(entry.key)}
              choose={() => choose(entry)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

const keepFocus = (event: PointerEvent) => event.preventDefault();

interface OptionProps {
  id: string;
  entry: Entry;
  selected: boolean;
  select: () => void;
  choose: () => void;
}

const Option = ({ id, entry: { name, hint, locked }, selected, select, choose }: OptionProps) => (
  // biome-ignore lint/a11y/useFocusableInteractive: of a combobox the field alone has the focus.
  // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
  <div
    id={id}
    role="option"
    aria-selected={selected}
    aria-disabled={locked === null ? undefined : true}
    onPointerMove={selected ? undefined : select}
    onClick={choose}
    className="flex min-h-9 cursor-pointer items-center justify-between gap-x-3 rounded-control px-2 py-1.5 max-sm:flex-col max-sm:items-start aria-disabled:cursor-default aria-selected:bg-sunken"
  >
    <bdi className={`max-w-full shrink-0 truncate sm:max-w-[65%] ${locked === null ? "" : "text-ink-3"}`}>
      {name}
    </bdi>
    <span className="max-w-full min-w-0 truncate text-small text-ink-3">
      <bdi>{locked ?? hint}</bdi>
    </span>
  </div>
);
