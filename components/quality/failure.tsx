"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { EnvironmentMark } from "@/components/environment-mark";
import { Moment } from "@/components/lists/cells";
import { ArticleLink } from "@/components/view/article-link";
import type { QualityFailure } from "@/lib/contract/quality";
import { anchorOf } from "./failure-kinds";

interface Props {
  failure: QualityFailure;
  zone: string;
  /** Whether the address points to it: then it is unfolded. */
  wanted: boolean;
}

/** One thing that failed. An article has a page of its own; a run and an evaluation unfold here. */
export function Failure({ failure, zone, wanted }: Props) {
  const { kind, id, title, reasons } = failure;
  const anchor = anchorOf(failure);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (wanted) item.current?.scrollIntoView();
  }, [wanted]);
  if (kind === "article")
    return (
      <li ref={item} id={anchor} className={ITEM}>
        <Head failure={failure} zone={zone}>
          <ArticleLink id={id} name={title} />
        </Head>
        <p className="line-clamp-3 text-small text-ink-2 wrap-anywhere md:pl-26">
          <Reasons reasons={reasons} />
        </p>
      </li>
    );
  return (
    <li ref={item} id={anchor} className={ITEM}>
      <details open={wanted || undefined} className="group">
        <summary className="block rounded-[4px] hover:bg-sunken/50">
          <Head failure={failure} zone={zone} unfolds>
            <bdi className="line-clamp-2 font-mono text-small wrap-anywhere" title={title}>
              {title}
            </bdi>
          </Head>
          <p className="line-clamp-2 text-small text-ink-2 wrap-anywhere group-open:hidden md:line-clamp-1 md:pl-26">
            <Reasons reasons={reasons} />
          </p>
        </summary>
        <ul className="mt-1 grid list-disc gap-1 pl-8 text-small text-ink-2 md:pl-30">
          {reasons.map((reason, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two checks may say the same.
            <li key={index} className="wrap-anywhere">
              <bdi>{reason}</bdi>
            </li>
          ))}
        </ul>
        <p className="mt-1 pl-4 text-small md:pl-26">
          <a href={`#${anchor}`} className="link">
            Link to this {kind}
          </a>
        </p>
      </details>
    </li>
  );
}

/** Stands clear of the phone's fixed header when it is led to. */
const ITEM = "scroll-mt-16 rounded-[4px] py-2 target:bg-accent-soft md:scroll-mt-3";

/** On one line; what is in one of them cannot turn the others around. */
const Reasons = ({ reasons }: { reasons: readonly string[] }) =>
  reasons.map((reason, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: two checks may say the same.
    <span key={index}>
      {index > 0 && " · "}
      <bdi>{reason}</bdi>
    </span>
  ));

interface HeadProps extends Pick<Props, "failure" | "zone"> {
  unfolds?: boolean;
  children: ReactNode;
}

function Head({ failure, zone, unfolds = false, children }: HeadProps) {
  const { kind, time, environment } = failure;
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="w-23 shrink-0 text-small text-ink-3 capitalize">
        <span aria-hidden="true" className="inline-block w-4 text-center group-open:rotate-90">
          {unfolds && "▸"}
        </span>
        {kind}
      </span>
      <span className="min-w-0 flex-1 basis-52">{children}</span>
      <span className="flex shrink-0 flex-wrap gap-x-3 text-small text-ink-3">
        {environment && <EnvironmentMark environment={environment} />}
        <Moment at={time} zone={zone} />
      </span>
    </div>
  );
}
