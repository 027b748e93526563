import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Releases } from "@/components/releases/releases";
import { ReportView } from "@/components/releases/report-view";
import { ReleaseStrip } from "@/components/shell/release-strip";
import { RollbackPanel } from "@/components/shell/rollback-panel";
import {
  changesQuery,
  compareQuery,
  rollbackQuery,
  rollbacksQuery,
  settingsQuery,
  trafficQuery,
} from "@/lib/client/queries";
import type { CompareReply } from "@/lib/contract/compare";
import type { RollbackReport, TrafficChange, TrafficReply } from "@/lib/contract/traffic";
import {
  AT_MS,
  compareReply,
  rollbackReport,
  trafficChange,
  trafficReply,
} from "@/tests/support/traffic-replies";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/releases",
  useSearchParams: () => new URLSearchParams(address.search),
}));

beforeEach(() => {
  address.search = "";
});

const SETTINGS = { timezone: "UTC", demo: false } as never;

/** What is on screen, as text: tags are gone, spaces are one. */
const shown = (markup: string): string =>
  markup
    .replace(/<(script|style)[^>]*>.*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .replace(/ ([,.;)])/g, "$1");

function rendered(children: ReactNode, answers: (client: QueryClient) => void): string {
  const client = new QueryClient();
  client.setQueryData(settingsQuery().queryKey, SETTINGS);
  answers(client);
  return renderToStaticMarkup(<QueryClientProvider client={client}>{children}</QueryClientProvider>);
}

const strip = (reply: TrafficReply | null): string =>
  rendered(<ReleaseStrip paintedMs={AT_MS} />, (client) => {
    if (reply !== null) client.setQueryData(trafficQuery().queryKey, reply);
  });

describe("the strip", () => {
  test("says the split with versions, what is live, health, sync, and the way back with its readiness", () => {
    const text = shown(strip(trafficReply()));
    expect(text).toContain("blue sprint-14 ✓ healthy live");
    expect(text).toContain("green sprint-15 ✓ healthy");
    expect(text).toContain("50 % ✓ in sync 50 %");
    expect(text).toContain("Roll back to blue · sprint-14 ✓ ready, healthy, checked 12 s ago");
  });

  test("draws what was read, never what was wanted, and says how they differ", () => {
    const reply = trafficReply({ sync: "drifted" });
    reply.environments.green.applied_weight = 30;
    reply.environments.blue.applied_weight = 70;
    const text = shown(strip(reply));
    expect(text).toContain("70 % ▲ drifted: wanted 50 % green, read 30 % 30 %");
  });

  test.each([
    [{ sync: "unknown", unreadable: "no socket there" }, "? cannot be read: no socket there"],
    [
      { sync: "pending", moving: { kind: "shift", actor: "ada", since: "2026-11-23T13:00:00.000Z" } },
      "… shift on its way: wanted 50 % green, read 50 %",
    ],
  ] as const)("says in words what is not in order: %o", (more, words) => {
    expect(shown(strip(trafficReply(more)))).toContain(words);
  });

  test("names the fault of a target that is not known good", () => {
    const rollback = {
      to: "blue",
      version: null,
      known_good: false,
      said: "cannot be reached",
      checked_at: null,
    } as const;
    const text = shown(strip(trafficReply({ rollback })));
    expect(text).toContain("Roll back to blue ▲ not known good: blue cannot be reached");
  });

  test("keeps its place where there is nothing to undo, and offers the undo of a rollback", () => {
    expect(shown(strip(trafficReply({ rollback: null })))).toContain("Nothing to roll back");
    const undo = { report: "r4", until: new Date(AT_MS + 598_000).toISOString() };
    expect(shown(strip(trafficReply({ rollback: null, undo })))).toContain("Rolled back · undo for 9:58");
  });

  test("stands there without an answer, too", () => {
    expect(strip(null)).toContain('aria-label="Traffic"');
  });
});

describe("the panel", () => {
  const panel = (
    view: Parameters<typeof RollbackPanel>[0]["view"],
    undo: TrafficReply["undo"] = null,
  ): string => {
    const nothing = () => {};
    const props = { view, undo, nowMs: AT_MS, send: nothing, undone: nothing, close: nothing };
    return shown(rendered(<RollbackPanel {...props} />, () => {}));
  };
  const target = { to: "blue", version: "sprint-14" } as const;

  test("asks a second, different question that names the fault", () => {
    const text = panel({ phase: "asking", target, fault: "blue did not answer within 2 s" });
    expect(text).toContain("blue · sprint-14 is not known good: blue did not answer within 2 s");
    expect(text).toContain("Give everything to blue all the same");
    expect(text).not.toContain("Roll back to");
  });

  test("shows four ticks that wait for the server, and claims nothing", () => {
    const text = panel({ phase: "sending", target });
    expect(text.match(/waiting: /g)).toHaveLength(4);
    expect(text).not.toContain("✓");
  });

  test("shows four ticks with their milliseconds, what it moved, what it leaves, and the way back from it", () => {
    const until = new Date(AT_MS + 600_000).toISOString();
    const text = panel({ phase: "done", report: rollbackReport() }, { report: "r4", until });
    expect(text).toContain("Rolled back to blue · sprint-14, verified");
    for (const ms of ["2 ms", "11 ms", "1 ms", "4 ms"]) expect(text).toContain(ms);
    expect(text).toContain("50 % green → 100 % blue");
    expect(text).toContain("31 h, 6 articles, $2.80");
    expect(text).toContain("jobs that green has begun run to their end there");
    expect(text).toContain("Undo: back to green at 50 % 10:00");
  });

  test("offers no undo of another rollback than the last one", () => {
    expect(
      panel({ phase: "done", report: rollbackReport() }, { report: "r9", until: "2026-11-23T13:10:00.000Z" }),
    ).not.toContain("Undo");
  });

  test("does not call verified what is not", () => {
    const verification = { passed: false, applied_weight: 20, assigned_since: 1, target_healthy: false };
    const text = panel({ phase: "done", report: rollbackReport({ verification }) });
    expect(text).toContain("Everything was given to blue · sprint-14, but that is not verified");
  });

  test("says what is accepted but not done, that it is tried again, and where to read on", () => {
    const steps = [
      { name: "accepted", status: "done", detail: "recorded", ms: 2 },
      { name: "balancer", status: "failed", detail: "no socket there", ms: 2000 },
    ] as const;
    const report = rollbackReport({ steps: [...steps] });
    const text = panel({ phase: "failed", target, confirm: false, words: "No socket there.", report });
    expect(text).toContain("Accepted, but not done yet: blue is to have everything");
    expect(text).toContain("failed: balancer confirmed, read back no socket there 2,000 ms");
    expect(text).toContain("not reached");
    expect(text).toContain("tried again");
    expect(text).toContain("Try again now");
  });

  test("says what was not sent, and offers it again", () => {
    const words = "It was not sent: the server cannot be reached from here.";
    const text = panel({ phase: "failed", target, confirm: false, words, report: null });
    expect(text).toContain("Nothing was rolled back");
    expect(text).toContain(words);
    expect(text).toContain("Send it again");
  });

  test("says where there was nothing to undo", () => {
    const text = panel({ phase: "done", report: rollbackReport({ changed: false }) });
    expect(text).toContain("Nothing to undo: blue · sprint-14 has everything already");
  });
});

interface Answers {
  traffic?: TrafficReply;
  compared?: CompareReply;
  changes?: TrafficChange[];
  reports?: RollbackReport[];
}

const releases = ({
  traffic = trafficReply(),
  compared = compareReply(),
  changes = [],
  reports = [],
}: Answers = {}) =>
  shown(
    rendered(<Releases />, (client) => {
      client.setQueryData(trafficQuery().queryKey, traffic);
      client.setQueryData(compareQuery({ since: "split" }, traffic.epoch).queryKey, compared);
      client.setQueryData(changesQuery().queryKey, { changes });
      const labelled = { right: 1, wrong: 1 };
      client.setQueryData(rollbacksQuery().queryKey, { rollbacks: reports, labelled });
    }),
  );

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

test("text from outside is text on strip, page and report", () => {
  const evil = '<img src=x onerror="alert(1)">';
  const traffic = trafficReply({ remarks: [evil], unreadable: evil, sync: "unknown", updated_by: evil });
  traffic.environments.blue.version = evil;
  expect(strip(traffic)).not.toContain("<img");
  const markup = rendered(<ReportView id="r4" />, (client) =>
    client.setQueryData(rollbackQuery("r4").queryKey, rollbackReport({ reason: evil, not_undone: [evil] })),
  );
  expect(markup).not.toContain("<img");
});
