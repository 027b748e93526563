import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { Backups } from "@/components/settings/backups";
import { BrokenEdit } from "@/components/settings/broken-edit";
import { Configuration } from "@/components/settings/configuration";
import { Database } from "@/components/settings/database";
import { groupsOf, originOf, type Value } from "@/components/settings/groups";
import { Reconciliation } from "@/components/settings/reconciliation";
import { Sources } from "@/components/settings/sources";
import type { SettingsReply } from "@/lib/contract/settings";
import type { ReconciliationReply, Source } from "@/lib/contract/sources";

vi.mock("next/navigation", () => ({
  usePathname: () => "/settings",
  useSearchParams: () => new URLSearchParams("range=7d&by=set"),
}));

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll(/[\s\u00a0]+/g, " ");

const value = (path: string, origin: Value["origin"], line: number | null = null): Value => ({
  path,
  value: "x",
  origin,
  line,
});

const VALUES = [
  value("PORT", "default"),
  value("GREENLIGHT_DATA_DIR", "environment"),
  value("benchmarks.hours.writer_agent", "file", 12),
  value("sources[0].path", "environment"),
];

const SETTINGS: SettingsReply = {
  file: "/srv/greenlight.yaml",
  demo: false,
  timezone: "UTC",
  values: VALUES,
  mistakes: [],
  database: { bytes: 0, executions: 0, llm_calls: 0, articles: 0, check: null },
  backups: null,
};

describe("the configuration", () => {
  test("is grouped by section, with names shortened to what the section does not say", () => {
    expect(
      groupsOf(VALUES, "all").map(({ title, values }) => [title, values.map(({ name }) => name)]),
    ).toEqual([
      ["sources", ["[0].path"]],
      ["benchmarks", ["hours.writer_agent"]],
      ["Environment variables", ["PORT", "GREENLIGHT_DATA_DIR"]],
    ]);
  });

  test("says of each value where it comes from", () => {
    expect(VALUES.map((one) => originOf(one, SETTINGS.file))).toEqual([
      "default",
      "environment",
      "greenlight.yaml:12",
      "GREENLIGHT_SOURCES",
    ]);
  });

  test("can be narrowed to what somebody set", () => {
    const text = plain(renderToStaticMarkup(<Configuration settings={SETTINGS} shown="set" />));
    expect(text).toContain("All 4");
    expect(text).toContain("Set 3");
    expect(text).not.toContain("PORT");
  });

  test("shows a broken edit with its place, and that the last good one is in force", () => {
    const mistake = {
      file: "greenlight.yaml",
      line: 3,
      column: 13,
      path: "sources[0].kind",
      message: "no such kind",
    };
    const text = plain(renderToStaticMarkup(<BrokenEdit mistakes={[mistake]} />));
    expect(text).toContain("greenlight.yaml:3:13 no such kind");
    expect(text).toContain("The last good configuration is in force");
  });
});

const source = (facts: Partial<Source>): Source => ({
  path: "/logs/execution_roi.json",
  kind: "execution-roi",
  environment: "blue",
  state: "ok",
  silent: false,
  last_read: "2026-11-23T14:02:00.000Z",
  last_change: null,
  last_error: null,
  accepted: 28,
  updated: 1,
  duplicates: 2,
  rejected: 0,
  rejections: [],
  notices: [],
  ...facts,
});

describe("the sources", () => {
  const shown = (...sources: Source[]) =>
    plain(renderToStaticMarkup(<Sources sources={sources} zone="UTC" />));

  test("say in words how reading goes, and what came of it", () => {
    expect(shown(source({}))).toContain("✓ ok execution-roi blue");
    expect(shown(source({}))).toContain("New 28 Updated 1 Known 2 Rejected 0");
    expect(shown(source({ state: "waiting" }))).toContain("It is read as soon as it appears");
  });

  test("put first what needs somebody", () => {
    const text = shown(source({ kind: "log" }), source({ kind: "article-costs", state: "failing" }));
    expect(text.indexOf("article-costs")).toBeLessThan(text.indexOf("log"));
  });

  test("show errors, and what was rejected by its path", () => {
    const text = shown(
      source({
        last_error: { message: "line 1, column 4: torn", time: "2026-11-23T14:02:00.000Z" },
        rejected: 60,
        rejections: [{ path: "executions[3].cost_usd", message: "found -1" }],
        notices: ["3 NaN were read as null"],
      }),
    );
    expect(text).toContain("line 1, column 4: torn");
    expect(text).toContain("1 rejection in the last document, 60 in all");
    expect(text).toContain("executions[3].cost_usd found -1");
    expect(text).toContain("Notice: 3 NaN were read as null");
  });

  test("of an earlier document are counted, too", () => {
    expect(shown(source({ rejected: 2 }))).toContain(
      "Nothing was rejected of the last document; 2 before it.",
    );
  });
});

describe("the database and its backups", () => {
  const backups = {
    every_s: 86_400,
    keep: 7,
    kept: 3,
    last: { time: "2026-11-22T14:02:00.000Z", bytes: 1_500_000 },
    next: "2026-11-23T14:02:00.000Z",
    failure: null,
  };
  const shown = (more: Partial<SettingsReply>) =>
    renderToStaticMarkup(
      <>
        <Database settings={{ ...SETTINGS, ...more }} />
        <Backups settings={{ ...SETTINGS, ...more }} />
      </>,
    );

  test("say when the last was made, when the next will be, and how much is kept", () => {
    const html = shown({ backups });
    expect(plain(html)).toMatch(
      /every 1 d .*Last 22 Nov 2026, 14:02 Next 23 Nov 2026, 14:02 Size 1\.5 MB Kept 3 of 7/,
    );
    expect(html).not.toContain('role="alert"');
  });

  test("tell what failed, and when it is tried again", () => {
    const failure = { time: "2026-11-23T14:02:00.000Z", message: "database or disk is full" };
    const html = shown({ backups: { ...backups, last: null, kept: 0, failure } });
    expect(html).toContain('role="alert"');
    expect(plain(html)).toContain("The last try failed (23 Nov 2026, 14:02): database or disk is full");
    expect(plain(html)).toMatch(/Last none yet Next try 23 Nov 2026, 14:02 Size none yet/);
  });

  test("without a schedule give the line that makes one", () => {
    expect(plain(shown({}))).toContain("backup: { every: 24h, keep: 7 }");
  });

  test("name what is damaged", () => {
    const check = { time: "2026-11-23T14:02:00.000Z", problems: ["api_key (tree 12) page 40: broken"] };
    const html = shown({ database: { ...SETTINGS.database, check } });
    expect(html).toContain('role="alert"');
    expect(plain(html)).toContain("api_key (tree 12) page 40: broken");
    const sound = plain(shown({ database: { ...SETTINGS.database, check: { ...check, problems: [] } } }));
    expect(sound).toContain("Read as a whole after the start (23 Nov 2026, 14:02): no damage.");
  });
});

describe("the reconciliation", () => {
  const side = { id: "run 1", time: "2026-11-23T14:02:00.000Z", cost_usd: 0.5 };
  const reply: ReconciliationReply = {
    from: "2026-11-17T00:00:00.000Z",
    to: "2026-11-24T00:00:00.000Z",
    timezone: "UTC",
    pairs: [
      {
        article: "line 1",
        topic: "Tea",
        execution: side,
        article_cost: { ...side, cost_usd: 0.75 },
        difference_usd: 0.25,
        apart_s: 42,
      },
    ],
    single_executions: [{ ...side, agent: "pipeline", topic: null }],
    single_article_costs: [],
    totals: { pairs: 1, single_executions: 1, single_article_costs: 0 },
  };

  test("holds both costs of a pair against each other, and leads to the article", () => {
    const html = renderToStaticMarkup(<Reconciliation reply={reply} />);
    expect(plain(html)).toContain("$0.5000 $0.7500 +$0.2500 42 s");
    expect(html).toContain('href="/articles/line%201?range=7d"');
    expect(html).toContain('href="/articles/run%201?range=7d"');
    expect(plain(html)).toContain("1 execution without a line");
  });

  test("of nothing says which files it takes", () => {
    const nothing = { pairs: 0, single_executions: 0, single_article_costs: 0 };
    const empty = { ...reply, pairs: [], single_executions: [], totals: nothing };
    expect(plain(renderToStaticMarkup(<Reconciliation reply={empty} />))).toContain("agent_sdk_costs.jsonl");
  });
});
