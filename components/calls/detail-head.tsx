import type { ReactNode } from "react";
import { PageLink } from "@/components/view/page-link";

interface Props {
  /** The list that it is one of. */
  list: { path: string; name: string };
  title: string;
  /** When, where and from what, one thing each. */
  facts: readonly { name: string; value: ReactNode }[];
  children?: ReactNode;
}

/** The head of one record's page: the way back, its one h1, and what places it. */
export const DetailHead = ({ list, title, facts, children }: Props) => (
  <div className="mb-3 grid justify-items-start gap-1">
    <p className="no-print text-small">
      <PageLink path={list.path} className="link inline-flex min-h-6 items-center gap-1">
        <span aria-hidden="true">←</span> {list.name}
      </PageLink>
    </p>
    <h1 className="max-w-[90ch] text-heading wrap-anywhere">
      <bdi>{title}</bdi>
    </h1>
    <dl className="flex max-w-full flex-wrap gap-x-5 gap-y-0.5 text-small text-ink-2">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex min-w-0 gap-1.5">
          <dt className="shrink-0 text-ink-3">{name}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
    {children && <p className="max-w-[90ch] text-small text-ink-3">{children}</p>}
  </div>
);
