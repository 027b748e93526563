import type { ReactNode } from "react";
import type { Components } from "react-markdown";
import { DocCode } from "./doc-code";
import { DocLink } from "./doc-link";

interface TitleProps {
  id?: string | undefined;
  children?: ReactNode;
}

/** A title can be linked to; stands clear of the phone's fixed header. */
const CLEAR = "group scroll-mt-16 md:scroll-mt-4 print:break-after-avoid";

const Anchor = ({ id }: { id: string | undefined }) => (
  <a
    href={`#${id ?? ""}`}
    aria-label="Link to this section"
    className="no-print ml-1.5 font-normal text-ink-3 no-underline opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
  >
    #
  </a>
);

const Title2 = ({ id, children }: TitleProps) => (
  <h2 id={id} className={`${CLEAR} mt-8 mb-2 border-t border-line pt-4 text-heading`}>
    {children}
    <Anchor id={id} />
  </h2>
);

const Title3 = ({ id, children }: TitleProps) => (
  <h3 id={id} className={`${CLEAR} mt-6 mb-1.5 text-body font-strong`}>
    {children}
    <Anchor id={id} />
  </h3>
);

const Title4 = ({ id, children }: TitleProps) => (
  <h4 id={id} className={`${CLEAR} mt-4 mb-1 text-body font-strong text-ink-2`}>
    {children}
  </h4>
);

/** What Markdown is made of, in the look of the rest. */
export const PARTS: Components = {
  h1: ({ children }) => <h1 className="mb-3 text-[22px] leading-tight font-strong">{children}</h1>,
  h2: Title2,
  h3: Title3,
  h4: Title4,
  p: ({ children }) => <p className="my-3 max-w-[80ch]">{children}</p>,
  ul: ({ children }) => <ul className="my-3 max-w-[80ch] list-disc space-y-1.5 pl-5">{children}</ul>,
  ol: ({ start, children }) => (
    <ol start={start} className="my-3 max-w-[80ch] list-decimal space-y-1.5 pl-6">
      {children}
    </ol>
  ),
  li: ({ children }) => <li className="[&>p]:my-1 [&>ul]:my-1.5 [&>ol]:my-1.5">{children}</li>,
  strong: ({ children }) => <strong className="font-strong">{children}</strong>,
  code: ({ children }) => (
    <code className="rounded-[4px] bg-sunken px-1 py-px font-mono text-[0.92em] wrap-anywhere">
      {children}
    </code>
  ),
  blockquote: ({ children }) => (
    <blockquote className="my-3 max-w-[80ch] border-l-2 border-line-strong pl-3 text-ink-2">
      {children}
    </blockquote>
  ),
  a: DocLink,
  pre: DocCode,
  hr: () => <hr className="my-6 border-line" />,
  img: ({ alt }) => <>{alt}</>,
  input: ({ checked }) => (
    <span aria-hidden="true" className="-ml-5 inline-block w-5 bg-page">
      {checked === true ? "☑" : "☐"}
    </span>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: a table that scrolls is no set of fields, and no landmark either.
    <div role="group" aria-label="Table" tabIndex={0} className="my-3 overflow-x-auto">
      <table className="border-separate border-spacing-0 text-small print:text-[9.5px]">{children}</table>
    </div>
  ),
  th: ({ children }) => (
    <th scope="col" className="border-b border-line-strong py-1.5 pr-4 text-left align-bottom font-strong">
      {children}
    </th>
  ),
  td: ({ children }) => (
    <td className="min-w-24 border-b border-line py-1.5 pr-4 align-top print:min-w-0">{children}</td>
  ),
};
