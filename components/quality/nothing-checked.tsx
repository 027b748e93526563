"use client";

import { useQuery } from "@tanstack/react-query";
import { EmptyState } from "@/components/empty-state";
import { KeyHint } from "@/components/keys/key-hint";
import { ViewLink } from "@/components/view/view-link";
import { pushing } from "@/lib/client/curl";
import { qualityQuery } from "@/lib/client/queries";
import { useOrigin } from "@/lib/client/use-origin";
import { period } from "@/lib/domain/dates";
import type { Environment } from "@/lib/domain/environment";
import { told } from "./checked";

/** Why there is no figure of quality, and what would bring one. */
export function NothingChecked({ environment }: { environment: Environment | null }) {
  const { data: all } = useQuery(qualityQuery({ range: "all" }));
  if (all === undefined) return null;
  if (!told(all)) return <NeverChecked />;
  return (
    <EmptyState
      title={
        environment === null
          ? "Nothing was checked in this range."
          : `Nothing of ${environment} was checked in this range.`
      }
    >
      <p>There are checks, from {period(all.from, all.to, all.timezone)}.</p>
      <p className="mt-3">
        <ViewLink change={{ range: "all", environment: null }} className="control">
          Show all checks
        </ViewLink>
      </p>
    </EmptyState>
  );
}

/** Three files tell of quality; each is enough to begin with. */
function NeverChecked() {
  const origin = useOrigin();
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <EmptyState
        title="Watch what the agents report of their runs"
        command={
          "sources:\n  - { kind: agent-metrics, path: data/skills_state/agent_metrics.json }\n  - { kind: article-evals, path: logs/article_evals.json }"
        }
      >
        In <code>greenlight.yaml</code>. <code>agent_metrics.json</code> tells gates, drafts and charts of
        each run, <code>article_evals.json</code> how articles were rated. Both are followed from then on.
      </EmptyState>
      <EmptyState
        title="Or push a document"
        command={pushing(origin, "agent-metrics", "--data-binary @data/skills_state/agent_metrics.json")}
      >
        Pushing the same document twice changes nothing, a longer one adds what is new. What the publication
        validator and the editor said of an article comes with <code>agent_sdk_costs.jsonl</code>. <KeyHint />
      </EmptyState>
      <p className="text-small text-ink-3 lg:col-span-2" role="status">
        Nothing was checked yet. This page fills by itself as soon as the first document arrives.
      </p>
    </div>
  );
}
