import { describe, expect, test, vi } from "vitest";
import { Releases } from "@/components/releases/releases";
import { ReportView } from "@/components/releases/report-view";
import {
  changesQuery,
  compareQuery,
  rollbackQuery,
  rollbacksQuery,
  trafficQuery,
} from "@/lib/client/queries";
import type { CompareReply } from "@/lib/contract/compare";
import type { RollbackReport, TrafficChange, TrafficReply } from "@/lib/contract/traffic";
import { rendered, shown } from "@/tests/support/markup";
import {
  AT_MS,
  compareReply,
  rollbackReport,
  trafficChange,
  trafficReply,
} from "@/tests/support/traffic-replies";

vi.mock("next/navigation", () => ({
  usePathname: () => "/releases",
  useSearchParams: () => new URLSearchParams(),
}));

interface Answers {
  traffic?: TrafficReply;
  compared?: CompareReply;
  changes?: TrafficChange[];
  reports?: RollbackReport[];
}

function page({ traffic = trafficReply(), compared = compareReply(), changes = [], reports = [] }: Answers) {
  return rendered(<Releases paintedMs={AT_MS} />, (client) => {
    client.setQueryData(trafficQuery().queryKey, traffic);
    client.setQueryData(compareQuery({ since: "split" }, traffic.epoch).queryKey, compared);
    client.setQueryData(changesQuery().queryKey, { changes });
    const labelled = { right: 1, wrong: 1 };
    client.setQueryData(rollbacksQuery().queryKey, { rollbacks: reports, labelled });
  });
}

const releases = (answers: Answers): string => shown(page(answers));

describe("the page", () => {
  test("shows the four weights, each with where it comes from", () => {
    const traffic = trafficReply({ remarks: ["green is drained by hand"] });
    const { green } = traffic.environments;
    green.commanded_weight = 40;
    green.applied_weight = 30;
    green.observed = { share: 6 / 13, n: 13, interval: { low: 0.23, high: 0.71 } };
    const text = releases({ traffic });
    expect(text).toContain("Sent to the balancer 50 % 40 %");
    expect(text).toContain("Read back from the balancer 50 % 30 %");
    expect(text).toContain("6 of 13 23 … 71 %");
    expect(text).toContain("▲ green is drained by hand");
  });

  test.each([
    [{ sync: "drifted" }, "/docs/runbook#a-weight-was-moved-by-hand"],
    [{ remarks: ["green is in maintenance"] }, "/docs/runbook#a-weight-was-moved-by-hand"],
    [{ sync: "unknown", driver: "haproxy", unreadable: "refuses" }, "/docs/runbook#haproxy-is-gone"],
    [{ sync: "unknown", unreadable: "no such file" }, undefined],
    [{}, undefined],
  ] as const)("of weights like %j leads to %s", (more, section) => {
    const markup = page({
      traffic: trafficReply({ ...more, remarks: [...("remarks" in more ? more.remarks : [])] }),
    });
    expect(markup.match(/href="(\/docs\/[^"]+)"/)?.[1]).toBe(section);
  });

  test("gives each figure with its samples, the difference with its interval, and the verdict in words with a sign", () => {
    const compared = compareReply({
      cost_per_article_usd: {
        blue: { value: 0.5231, n: 7, k: null, interval: null },
        green: { value: 0.466, n: 6, k: null, interval: null },
        effect: 0.89,
        interval: { low: 0.49, high: 1.62 },
        verdict: "not_enough_evidence",
      },
      gate_pass_rate: {
        better: "higher",
        blue: { value: 31 / 35, n: 35, k: 31, interval: { low: 0.74, high: 0.955 } },
        green: { value: 0.6, n: 30, k: 18, interval: { low: 0.42, high: 0.75 } },
        effect: -0.286,
        interval: { low: -0.47, high: -0.08 },
        verdict: "worse",
      },
    });
    const text = releases({ compared });
    expect(text).toContain(
      "Cost per article $0.5231 n = 7 $0.4660 n = 6 −11 % (−51 … +62) ○ not enough evidence",
    );
    expect(text).toContain("31 of 35 (74 … 96 %)");
    expect(text).toContain("−28.6 pt (−47 … −8) ▲ worse");
    expect(text).toContain("– no data");
  });

  test("lists every change with who, from what to what, why, and what came of it", () => {
    const text = releases({
      changes: [
        trafficChange({
          id: 3,
          kind: "rollback",
          from: { blue: 50, green: 50 },
          to: { blue: 100, green: 0 },
          reason: null,
        }),
        trafficChange({ state: "failed", detail: "the balancer did not answer" }),
      ],
    });
    expect(text).toContain("50 % green → all on blue rollback ✓ confirmed");
    expect(text).toContain("all on blue → 50 % green shift ✕ failed 23 Nov 2026, 13:00 · ada · on trial");
    expect(text).toContain("the balancer did not answer");
  });

  test("lists rollbacks with how they ended, and how many of those labelled were wrong", () => {
    const text = releases({ reports: [rollbackReport({ reason: "quality" })] });
    expect(text).toContain("50 % of 2 labelled were wrong");
    expect(text).toContain("50 % green → 100 % blue ✓ verified");
    expect(text).toContain("reaction 11 ms · 6 articles by green, $2.80");
  });

  test("teaches where there is nothing: how a job asks, the state file, the lines for HAProxy", () => {
    const traffic = trafficReply();
    traffic.environments.blue.version = null;
    const text = releases({ traffic });
    expect(text).toContain("/api/assignment?key=");
    expect(text).toContain("state_file:");
    expect(text).toContain("driver: haproxy");
    expect(text).toContain("environments:");
    expect(text).toContain("Nothing was ever moved");
    expect(text).toContain("None so far");
  });
});

test("a report's page has its moments, its steps, what it read back, and both downloads", () => {
  const markup = rendered(<ReportView id="r4" />, (client) =>
    client.setQueryData(rollbackQuery("r4").queryKey, rollbackReport()),
  );
  const text = shown(markup);
  expect(text).toContain("Rollback to blue · sprint-14");
  expect(text).toContain("T3 balancer confirmed 13:00:00.011");
  expect(text).toContain("T1 a rule tripped — a person asked for it");
  expect(text).toContain("Read back 0 % green");
  expect(text).toContain("blue asked");
  expect(markup).toContain('href="/api/rollbacks/r4?format=md"');
});

test("text from outside is text on page and report", () => {
  const evil = '<img src=x onerror="alert(1)">';
  const traffic = trafficReply({ remarks: [evil], updated_by: evil });
  traffic.environments.blue.version = evil;
  expect(page({ traffic, changes: [trafficChange({ reason: evil, actor: evil })] })).not.toContain("<img");
  const markup = rendered(<ReportView id="r4" />, (client) =>
    client.setQueryData(rollbackQuery("r4").queryKey, rollbackReport({ reason: evil, not_undone: [evil] })),
  );
  expect(markup).not.toContain("<img");
});
