export interface Entry {
  title: string;
  depth: number;
  anchor: string;
}

/** What a document consists of: beside it where there is room, folded above it on a phone. */
export const Contents = ({ entries, folded }: { entries: readonly Entry[]; folded?: boolean }) =>
  folded ? (
    <details className="no-print my-3 rounded-card border border-line bg-surface xl:hidden">
      <summary className="px-3.5 py-2 text-small text-ink-2">On this page</summary>
      <nav aria-label="On this page" className="px-3.5 pb-3">
        <List entries={entries} />
      </nav>
    </details>
  ) : (
    <nav
      aria-label="On this page"
      className="no-print sticky top-4 hidden max-h-[calc(100dvh-2rem)] self-start overflow-y-auto border-l border-line pl-3.5 xl:block"
    >
      <p className="mb-1 text-small text-ink-3">On this page</p>
      <List entries={entries} />
    </nav>
  );

const List = ({ entries }: { entries: readonly Entry[] }) => (
  <ul className="text-small">
    {entries.map(({ title, depth, anchor }) => (
      <li key={anchor} className={depth === 2 ? "" : "pl-3"}>
        <a
          href={`#${anchor}`}
          className={`block rounded-[4px] py-0.75 wrap-anywhere hover:text-ink ${depth === 2 ? "text-ink-2" : "text-ink-3"}`}
        >
          {title}
        </a>
      </li>
    ))}
  </ul>
);
