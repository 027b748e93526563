import type { ReactNode } from "react";

interface Props {
  /** What people and evidence tick off. */
  list: ReactNode;
  /** What is run and signed before it starts. */
  proofs: ReactNode;
}

/** What a release is answered for: its checklist, and beside it what was run and who has signed. */
export const GovernanceSection = ({ list, proofs }: Props) => (
  <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
    <div className="grid min-w-0 gap-3">{list}</div>
    <div className="grid min-w-0 gap-3">{proofs}</div>
  </div>
);
