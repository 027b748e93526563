"use client";

import { useState } from "react";
import { Card } from "@/components/card";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { ViewLink } from "@/components/view/view-link";
import { useHash } from "@/lib/client/use-hash";
import type { QualityFailure } from "@/lib/contract/quality";
import { count, counted } from "@/lib/domain/format";
import { Failure } from "./failure";
import { anchorOf, KINDS, kindOf } from "./failure-kinds";

interface Props {
  failures: readonly QualityFailure[];
  zone: string;
  /** What of a view says which kind is shown. */
  by: string | null;
}

/** The server names no more than these. */
const NAMED_MAX = 100;
const SHOWN_AT_FIRST = 20;

/** What failed and why, newest first. */
export function Failures({ failures, zone, by }: Props) {
  const [all, setAll] = useState(false);
  const hash = useHash();
  const kind = kindOf(by);
  const found = failures.filter((one) => kind === null || one.kind === kind);
  const wanted = found.findIndex((one) => anchorOf(one) === hash) >= SHOWN_AT_FIRST;
  const shown = all || wanted ? found : found.slice(0, SHOWN_AT_FIRST);
  return (
    <Card
      title="What failed and why"
      unit={failures.length >= NAMED_MAX ? `the newest ${NAMED_MAX}, newest first` : "newest first"}
    >
      <Kinds failures={failures} kind={kind} />
      {found.length === 0 ? (
        <p className="py-1.5 text-body text-ink-2">
          {kind === null ? "Everything that was checked in this range passed." : `No ${kind} failed here.`}
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {shown.map((failure) => (
            <Failure
              key={anchorOf(failure)}
              failure={failure}
              zone={zone}
              wanted={anchorOf(failure) === hash}
            />
          ))}
        </ul>
      )}
      {shown.length < found.length && (
        <button type="button" onClick={() => setAll(true)} className="control mt-2">
          Show {counted(found.length - shown.length, "more", "more")}
        </button>
      )}
    </Card>
  );
}

const NAMES: Record<QualityFailure["kind"], string> = {
  run: "Runs",
  article: "Articles",
  evaluation: "Evaluations",
};

function Kinds({ failures, kind }: { failures: readonly QualityFailure[]; kind: string | null }) {
  if (failures.length === 0) return null;
  const number = (of: string | null) =>
    count(of === null ? failures.length : failures.filter((one) => one.kind === of).length);
  return (
    <nav aria-label="Kind of what failed" className={`${SEGMENTS} no-print mb-1.5 max-w-full flex-wrap`}>
      <ViewLink change={{ by: null }} current={kind === null} className={SEGMENT}>
        All <span className="font-normal text-ink-3">{number(null)}</span>
      </ViewLink>
      {KINDS.map((one) => (
        <ViewLink key={one} change={{ by: one }} current={one === kind} className={SEGMENT}>
          {NAMES[one]} <span className="font-normal text-ink-3">{number(one)}</span>
        </ViewLink>
      ))}
    </nav>
  );
}
