import type { KeyboardEvent } from "react";

interface Props {
  listId: string;
  /** The option that Enter chooses; undefined where there is none. */
  optionId: string | undefined;
  typed: string;
  type: (text: string) => void;
  hear: (event: KeyboardEvent) => void;
}

/** The field of the combobox. It has the focus as long as the palette is open. */
export const PaletteField = ({ listId, optionId, typed, type, hear }: Props) => (
  <input
    type="text"
    role="combobox"
    aria-label="Search"
    aria-autocomplete="list"
    aria-expanded={optionId !== undefined}
    aria-controls={listId}
    aria-activedescendant={optionId}
    autoComplete="off"
    autoCorrect="off"
    spellCheck={false}
    maxLength={200}
    placeholder="A page, an article, a run, a release, or what to do"
    value={typed}
    onChange={({ target }) => type(target.value)}
    onKeyDown={hear}
    className="w-full shrink-0 border-b border-line bg-transparent px-4 py-3 text-[16px] text-ink outline-none placeholder:text-ink-3"
  />
);
