"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/card";
import { CopyLine } from "@/components/copy-line";
import { PageLink } from "@/components/view/page-link";
import { runsQuery } from "@/lib/client/run-queries";
import { articleSeconds, articleWords } from "@/lib/client/run-words";
import type { ReleaseRun, RunsReply } from "@/lib/contract/release-runs";
import { counted, money, seconds } from "@/lib/domain/format";
import { RunControls } from "./run-controls";
import { EarlierRuns, RunHead, RunRow } from "./run-parts";

interface Props {
  id: string;
  environment: string;
  zone: string;
  nowMs: number;
}

/** Articles that a release writes before it gets work: live while they are written, with cost, time and what was said. */
export function SmokeCard({ id, environment, zone, nowMs }: Props) {
  const { data: reply } = useQuery(runsQuery(id));
  if (reply === undefined) return null;
  const [newest = null, ...earlier] = reply.runs.filter(({ kind }) => kind === "smoke");
  const running = newest?.state === "running" ? newest : null;
  return (
    <Card title="Smoke tests" unit={`articles that ${environment} writes before it gets any work`}>
      {(reply.possible || running) && <Controls id={id} smoke={reply.smoke} running={running} />}
      {!reply.possible && newest === null && (
        <p className="text-small text-ink-2">None was run, and it is over.</p>
      )}
      {newest !== null && (
        <>
          <RunHead run={newest} zone={zone} nowMs={nowMs} />
          <ul className="mt-1 text-small">
            {newest.articles.map((article) => (
              <Article key={article.topic} article={article} nowMs={nowMs} />
            ))}
          </ul>
        </>
      )}
      <EarlierRuns runs={earlier} zone={zone} />
    </Card>
  );
}

interface ControlsProps {
  id: string;
  smoke: RunsReply["smoke"];
  running: ReleaseRun | null;
}

const Controls = ({ id, smoke, running }: ControlsProps) =>
  smoke === null && running === null ? (
    <div className="no-print grid gap-2">
      <p className="max-w-[70ch] text-small text-ink-2">
        Nothing is set up that writes articles on request. With these lines in greenlight.yaml a command of
        the pipeline does it; exit code 0 is well, and a last line such as {'{"cost_usd": 0.49}'} says the
        cost.
      </p>
      <CopyLine text={EXAMPLE} what="the settings of smoke tests" />
    </div>
  ) : (
    <RunControls
      release={id}
      kind="smoke"
      running={running}
      name={`Run ${counted(smoke?.topics.length ?? 0, "article")}`}
    />
  );

const EXAMPLE = `smoke:
  kind: command
  command: [python3, scripts/generate.py, --topic, "{topic}", --environment, "{environment}"]
  cwd: ../economist-agents`;

function Article({ article, nowMs }: { article: ReleaseRun["articles"][number]; nowMs: number }) {
  const { topic, state, article: id, cost_usd: cost, said, output } = article;
  const words = articleWords(article);
  const took = articleSeconds(article, nowMs);
  return (
    <RunRow
      said={words}
      title={
        id === null ? (
          <bdi>{topic}</bdi>
        ) : (
          <PageLink path={`/articles/${encodeURIComponent(id)}`} className="link">
            <bdi>{topic}</bdi>
          </PageLink>
        )
      }
      detail={said}
      figures={
        <>
          {took !== null && seconds(took)}
          <span className="block text-ink-3">{cost === null ? "" : money(cost)}</span>
        </>
      }
    >
      {output !== null && (
        <details open={state === "failed"}>
          <summary className="w-fit hover:text-ink">What its writer said</summary>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            className="mt-1 max-h-48 overflow-auto rounded-control bg-sunken p-2 font-mono text-ink-2 whitespace-pre-wrap"
          >
            {output}
          </pre>
        </details>
      )}
    </RunRow>
  );
}
