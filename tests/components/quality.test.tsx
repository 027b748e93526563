import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { floorOf } from "@/components/quality/gate-pass-rate-chart";
import { Quality } from "@/components/quality/quality";
import { qualityQuery, summaryQuery } from "@/lib/client/queries";
import type { QualityFailure, QualityReply } from "@/lib/contract/quality";
import type { Figures } from "@/lib/contract/summary";
import { type Checked, qualityReply } from "@/tests/support/checks-reply";
import { NOTHING, summaryOf } from "@/tests/support/summaries";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/quality",
  useSearchParams: () => new URLSearchParams(address.search),
}));
vi.mock("next/dynamic", () => ({ default: () => () => null }));

beforeEach(() => {
  address.search = "";
});

/** The real agent_metrics.json and article_evals.json. */
const REAL: Checked = {
  gates: { editor: [52, 12], draft_validation: [6, 7], chart_embedding: [11, 2] },
  firstPass: [4, 9],
  scores: { article_evals: [52.8, 14] },
};

const failure = (more: Partial<QualityFailure>): QualityFailure => ({
  kind: "run",
  id: "a1",
  time: "2026-11-02T15:39:25.391Z",
  environment: null,
  title: "2026-11-02T15:39:25.391406",
  reasons: ["2 of 5 gates failed: Style", "draft not valid"],
  ...more,
});

interface Others {
  all?: QualityReply;
  blue?: QualityReply;
  green?: QualityReply;
  before?: QualityReply;
}

function markup(quality: QualityReply, { all, blue, green, before }: Others = {}): string {
  const client = new QueryClient();
  const range = { range: "auto" } as const;
  const answer = (parameters: Parameters<typeof qualityQuery>[0], reply: QualityReply) =>
    client.setQueryData(qualityQuery(parameters).queryKey, reply);
  answer(range, quality);
  answer({ range: "all" }, all ?? quality);
  answer({ ...range, environment: "blue" }, blue ?? qualityReply({}));
  answer({ ...range, environment: "green" }, green ?? qualityReply({}));
  const then: Figures = before ? { ...NOTHING, samples: { ...NOTHING.samples, checks: 1 } } : NOTHING;
  const summary = summaryOf({});
  const { from, to } = summary.previous;
  if (before) answer({ from, to }, before);
  client.setQueryData(summaryQuery(range).queryKey, { ...summary, previous: { ...then, from, to } });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Quality />
    </QueryClientProvider>,
  );
}

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll(/[\s\u00a0]+/g, " ")
    .replaceAll("&#x27;", "'");

const page = (...asked: Parameters<typeof markup>): string => plain(markup(...asked));

describe("the Quality page", () => {
  test("says each rate, how it stands to what it is held to, and how many were checked", () => {
    const text = page(qualityReply(REAL));
    expect(text).toContain("Gate pass rate 81.3 % ▼ below goal 87 %, above review 80 % 52 of 64 gates");
    expect(text).toContain("Draft validation 46 % ▼ below target 100 % 6 of 13 drafts 23–71 % at n = 13");
    expect(text).toContain("Chart embedding 85 % ▼ below target 100 % 11 of 13 runs 58–96 % at n = 13");
    expect(text).toContain("First-pass yield 31 % 4 of 13 runs without a second try");
  });

  test("keeps editorial scores apart by source", () => {
    const both = qualityReply({ scores: { article_evals: [52.8, 14], article_costs: [88, 2] } });
    const text = page(both);
    expect(text).toContain("Editorial score 88.0 % mean of articles n = 2");
    expect(text).toContain("Evaluation score 52.8 % mean of evaluations n = 14");
    expect(text).toContain(
      "Two sources that measure differently, kept apart: mean of 2 articles, 14 evaluations",
    );
  });

  test("of what nobody told, says which field of which file would tell it", () => {
    const text = page(qualityReply(REAL));
    expect(text).toContain(
      "Publication validator — agent_sdk_costs.jsonl tells it: publication_validator_passed",
    );
    expect(text).toContain("Editorial score — agent_sdk_costs.jsonl tells it: editorial_score");
  });

  test("draws what it is held to as lines with names, and no box for what was not checked", () => {
    expect(page(qualityReply(REAL))).toContain("goal 87 % review 80 % rollback 70 %");
    const scoresOnly = page(qualityReply({ scores: { article_evals: [52.8, 14] } }));
    expect(scoresOnly).not.toContain("rollback 70 %");
    expect(scoresOnly).not.toContain("Other checks");
    expect(scoresOnly).toContain("Editorial scores");
  });

  test("lists every gate with what passed, what failed and its rate", () => {
    const text = page(qualityReply(REAL));
    expect(text).toContain("Editor gates 87 % 81.3 % 52 12");
    expect(text).toContain("Draft validation 100 % 46 % 23–71 % 6 7");
  });

  test("compares with the period before, in points", () => {
    const before = qualityReply({ gates: { editor: [3, 1] } });
    expect(page(qualityReply(REAL), { before })).toContain("+6.3 pt from 75.0 %");
    expect(page(qualityReply(REAL))).toContain("nothing checked in the period before");
  });

  test("puts blue and green side by side only where both were checked", () => {
    const blue = qualityReply({ gates: { editor: [31, 4] } });
    const green = qualityReply({ gates: { editor: [27, 3] } });
    expect(page(qualityReply(REAL), { blue, green })).toContain(
      "By environment over the same time Quality of blue and green, side by side Figure blue green " +
        "Editor gates 88.6 % n = 35 90.0 % n = 30",
    );
    expect(page(qualityReply(REAL), { blue })).not.toContain("By environment");
    address.search = "environment=blue";
    expect(markup(qualityReply(REAL), { blue, green })).not.toContain("By environment");
  });

  test("names figures that cannot be by their path, also where nothing else is there", () => {
    const rejected = [
      {
        source: "/data/agent_metrics.json",
        kind: "agent-metrics",
        path: "runs[7].agents.editor_agent.gates_failed",
        message: "found -1, a count cannot be negative",
      },
    ];
    const text = page(qualityReply({}, { rejected }));
    expect(text).toContain("1 figure left out of the rates");
    expect(text).toContain(
      "runs[7].agents.editor_agent.gates_failed : found -1, a count cannot be negative : left out of the rates",
    );
    expect(text).toContain("/data/agent_metrics.json");
  });

  test("where nothing was ever checked, teaches what to watch and what to push", () => {
    const text = page(qualityReply({}));
    expect(text).toContain("kind: agent-metrics");
    expect(text).toContain("/api/ingest/agent-metrics");
    expect(text).toContain("Nothing was checked yet");
  });

  test("of a range without checks, offers the one with them", () => {
    const text = page(qualityReply({}), { all: qualityReply(REAL) });
    expect(text).toContain("Nothing was checked in this range.");
    expect(text).toContain("Show all checks");
  });
});

test.each([
  [[0.95, null, 0.61], 0.6],
  [[0.95, 0.52], 0.4],
  [[0.1, 1], 0],
])("the axis of shares %j begins at %d", (shares, floor) => {
  expect(floorOf(shares)).toBe(floor);
});

describe("what failed and why", () => {
  const failures = [
    failure({}),
    failure({ kind: "article", id: "b/2", title: "Rates", reasons: ["publication validator refused it"] }),
    failure({ kind: "evaluation", id: "c3", title: "published", reasons: ["46 %, below 60 %"] }),
  ];

  test("leads to the article, and to an anchor of the run and of the evaluation", () => {
    const html = markup(qualityReply(REAL, { failures }));
    expect(html).toContain('href="/articles/b%2F2"');
    expect(html).toContain('id="run-a1"');
    expect(html).toContain('href="#run-a1"');
    expect(html).toContain('id="evaluation-c3"');
    expect(plain(html)).toContain("2 of 5 gates failed: Style · draft not valid");
  });

  test("narrows to one kind, and says where none of it failed", () => {
    address.search = "by=evaluation";
    const text = page(qualityReply(REAL, { failures }));
    expect(text).toContain("All 3 Runs 1 Articles 1 Evaluations 1");
    expect(text).toContain("46 %, below 60 %");
    expect(text).not.toContain("2 of 5 gates failed");
    address.search = "by=article";
    expect(page(qualityReply(REAL, { failures: failures.slice(0, 1) }))).toContain("No article failed here.");
    address.search = "by=constructor";
    expect(page(qualityReply(REAL, { failures }))).toContain("2 of 5 gates failed");
  });

  test("shows the newest first, and the rest when asked", () => {
    const many = Array.from({ length: 33 }, (_, index) => failure({ id: `r${index}` }));
    const html = markup(qualityReply(REAL, { failures: many }));
    expect(html.match(/id="run-r\d+"/g)).toHaveLength(20);
    expect(plain(html)).toContain("Show 13 more");
  });

  test("says so where everything passed", () => {
    expect(page(qualityReply({ gates: { editor: [5, 0] } }))).toContain(
      "Everything that was checked in this range passed.",
    );
  });
});
