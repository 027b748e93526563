import { describe, expect, test, vi } from "vitest";
import { PlanPreview } from "@/components/releases/plan-preview";
import { ReleaseView } from "@/components/releases/release-view";
import { Releases } from "@/components/releases/releases";
import { ReleaseStrip } from "@/components/shell/release-strip";
import { changesQuery, compareQuery, meQuery, rollbacksQuery, trafficQuery } from "@/lib/client/queries";
import { automationQuery, liveReleaseQuery, releaseQuery, releasesQuery } from "@/lib/client/release-queries";
import type { ReleasePlanReply } from "@/lib/contract/release-plan";
import type { ReleaseReply, ReleaseSummary, ReleasesReply } from "@/lib/contract/releases";
import { rendered, shown } from "@/tests/support/markup";
import {
  evidenceOf,
  heldReply,
  planReply,
  releaseEntry,
  releaseReply,
  releaseSummary,
} from "@/tests/support/release-replies";
import { AT, AT_MS, compareReply, trafficReply } from "@/tests/support/traffic-replies";

vi.mock("next/navigation", () => ({
  usePathname: () => "/releases/a1",
  useSearchParams: () => new URLSearchParams(),
  useRouter: () => ({ push: () => {} }),
}));

const OPERATOR = { permissions: ["open", "read", "operate"], person: null } as never;
const VIEWER = { permissions: ["open", "read"], person: { name: "Vera" } } as never;

const pageOf = (release: ReleaseReply, me = OPERATOR): string =>
  rendered(<ReleaseView id="a1" paintedMs={AT_MS} />, (client) => {
    client.setQueryData(releaseQuery("a1").queryKey, release);
    client.setQueryData(meQuery().queryKey, me);
  });

const page = (more: Partial<ReleaseReply> = {}, me = OPERATOR): string =>
  shown(pageOf(releaseReply(more), me));

describe("the page of a release", () => {
  test("says version, environment, state, what it waits for, and until when", () => {
    const text = page();
    expect(text).toContain("sprint-15 on green");
    expect(text).toContain("State ◔ observing");
    expect(text).toContain("38 min of 1 h 6 of 8 articles on green 8 of 8 on blue ✓ complete");
    expect(text).toContain("if that has not come, a person is asked at 26 Nov 2026, 13:00");
    expect(text).toContain("rollback ready, checked 12 s ago");
  });

  test("offers what is possible now, and nothing else", () => {
    expect(page()).toContain("Pause Promote to 100 % Roll back to blue");
    const text = page({ possible: ["pause"] });
    expect(text).toContain("Pause");
    expect(text).not.toContain("Promote");
    expect(page({ possible: [], state: "completed" })).not.toContain("Pause");
  });

  test("shows a viewer the same, held back, and why", () => {
    const markup = pageOf(releaseReply(), VIEWER);
    expect(markup.match(/aria-disabled="true"/g)).toHaveLength(3);
    expect(shown(markup)).toContain("Needs the operator role.");
  });

  test("says why it is held, what that means, and what releases it", () => {
    const text = page(heldReply("drift", "green has 30 % instead of 50 %"));
    expect(text).toContain("Held: somebody else moved the traffic");
    expect(text).toContain("green has 30 % instead of 50 %");
    expect(text).toContain("That means: what it means.");
    expect(text).toContain("What releases it: what ends it.");
  });

  test("says that the clock stands still, and why", () => {
    const { progress } = releaseReply();
    if (progress === null) throw new Error("no progress");
    expect(page({ progress: { ...progress, stands: "stale" } })).toContain(
      "The clock stands still: the sources cannot be read.",
    );
  });

  test("gives each rule its figure, samples, interval, verdict and what it would do", () => {
    const { finding } = evidenceOf();
    const text = page({
      evidence: [
        evidenceOf(),
        evidenceOf({ rule: "guard cost_per_article_usd", action: "hold", dry_run: true, waived: true }),
        evidenceOf({
          rule: "quality",
          metric: "gate_pass_rate",
          shared_cause: true,
          finding: { ...finding, verdict: "no_data", value: null, n: 0, k: null, interval: null },
        }),
      ],
    });
    expect(text).toContain("api-error-rate rolls back 0.0 % 0 of 6 (0.0 % … 39.0 %) ○ not enough evidence");
    expect(text).toContain("guard on cost per article on trial: would have held · seen by a person");
    expect(text).toContain("the other environment has the same fault");
    expect(text).toContain("– no data");
    expect(text).not.toContain("✓ passes");
  });

  test("tells what happened, newest first, by whom, with what was known then", () => {
    const text = page({
      timeline: [
        releaseEntry(),
        releaseEntry({
          ...{ id: 2, kind: "promoted", actor: "ada@example.org", automatic: false },
          ...{ reason: "the launch", said: "promoted on n = 6, not enough evidence" },
        }),
      ],
    });
    expect(text).toMatch(
      /promoted · promoted on n = 6, not enough evidence · ada@example\.org.*share applied/,
    );
    expect(text).toContain("reason: the launch");
    expect(text).toContain("green: wanted 50 %, read back 50 %");
    expect(text).toContain("by itself");
  });

  test("one that went back by itself says by which rule, links its report, and names the quarantine", () => {
    const markup = pageOf(
      releaseReply({
        ...{ state: "rolled_back", live: false, weight: null, step: null, progress: null, backup: null },
        ...{ waits_for: "nothing", possible: [], report: "r3", timeline: [releaseEntry()] },
        undone_by: { actor: "system", automatic: true, rule: "api-error-rate" },
        quarantine: {
          ...{ version: "sprint-15", since: AT, release: "a1", rule: "api-error-rate" },
          ...{ said: "sprint-15 was rolled back: 3 of the last 3 jobs failed", report: "r3" },
        },
      }),
    );
    const text = shown(markup);
    expect(text).toContain("← went back by itself: api-error-rate");
    expect(text).toContain("3 of the last 3 jobs failed");
    expect(text).not.toContain("Waits for");
    expect(markup).toContain('href="/releases/rollbacks/r3"');
  });

  test("a person's rollback can be undone for as long as it says", () => {
    const undoable = { state: "rolled_back", possible: [], undo_until: "2026-11-23T13:09:58.000Z" } as const;
    expect(page(undoable as never)).toContain("Undo: the same plan anew, from its checks 9:58");
    expect(page({ ...undoable, undo_until: "2026-11-23T12:59:00.000Z" } as never)).not.toContain("Undo");
  });

  test("text from outside is text", () => {
    const evil = '<img src=x onerror="alert(1)">';
    const markup = pageOf(
      releaseReply({
        version: evil,
        timeline: [releaseEntry({ said: evil, reason: evil, actor: evil, automatic: false })],
        ...heldReply("review", evil),
      }),
    );
    expect(markup).not.toContain("<img");
  });
});

describe("what a plan would come to", () => {
  const preview = (more: Partial<ReleasePlanReply> = {}): string =>
    shown(rendered(<PlanPreview plan={planReply(more)} error={null} zone="UTC" nowMs={AT_MS} />));

  test("has the times, the samples, the odds, the rehearsal and what has no source", () => {
    const text = preview();
    expect(text).toContain(
      "50 % at least 1 h and 8 articles on each side from 23 Nov 2026, 13:00 lasts about a day",
    );
    expect(text).toContain("At 14 articles a day of both");
    expect(text).toContain("trips on a healthy version in 0.05 % of releases");
    expect(text).toContain("– no source");
    expect(text).toContain("Rehearsal 9.2 ms");
  });

  test("says what a start would be refused for", () => {
    expect(preview({ obstacles: ["another release is under way"] })).toContain(
      "A start would be refused now: another release is under way.",
    );
  });
});

describe("the list", () => {
  const list = (reply: ReleasesReply): string =>
    shown(
      rendered(<Releases paintedMs={AT_MS} />, (client) => {
        client.setQueryData(trafficQuery().queryKey, trafficReply());
        client.setQueryData(compareQuery({ since: "split" }, 3).queryKey, compareReply());
        client.setQueryData(changesQuery().queryKey, { changes: [] });
        client.setQueryData(rollbacksQuery().queryKey, { rollbacks: [], labelled: { right: 0, wrong: 0 } });
        client.setQueryData(releasesQuery().queryKey, reply);
      }),
    );

  test("locks the slider while a release is live, and says why", () => {
    const text = list({ releases: [releaseSummary()], quarantine: [] });
    expect(text).toContain("Under way");
    expect(text).toContain("Locked: while sprint-15 is under way at 50 %, its own verbs move the traffic");
    expect(text).toContain("refused with 409");
    expect(text).not.toContain("Move the slider");
  });

  test("without one the slider is free, and past releases say how they ended", () => {
    const past = releaseSummary({ live: false, state: "completed", weight: 100 });
    const text = list({ releases: [past], quarantine: [] });
    expect(text).not.toContain("Locked");
    expect(text).toContain("✓ completed");
  });

  test("names versions in quarantine with why", () => {
    const held = {
      version: "sprint-13",
      since: AT,
      release: "a0",
      rule: "quality-collapse",
      said: "17 of 25",
      report: "r1",
    };
    expect(list({ releases: [], quarantine: [held] })).toMatch(
      /In quarantine .*sprint-13 .*quality-collapse: 17 of 25/,
    );
  });

  test("teaches where there is none: what a release is, and the command that plans one", () => {
    const text = list({ releases: [], quarantine: [] });
    expect(text).toContain("A release gives a new version its traffic share by share");
    expect(text).toContain("/api/releases");
  });
});

describe("the strip", () => {
  const strip = (release: ReleaseSummary | null, on = true): string =>
    shown(
      rendered(<ReleaseStrip paintedMs={AT_MS} />, (client) => {
        client.setQueryData(trafficQuery().queryKey, trafficReply());
        const releases = release === null ? [] : [release];
        client.setQueryData(liveReleaseQuery().queryKey, { releases, quarantine: [] });
        client.setQueryData(automationQuery().queryKey, { on, why: "two in a day", by: "system", since: AT });
      }),
    );

  test("says the share and what has been seen of it", () => {
    expect(strip(releaseSummary())).toContain(
      "sprint-15 50 % 38 min of 1 h, 6 of 8 articles on green, 8 of 8 articles on blue",
    );
  });

  test("says why it is held, and how long the backup is kept", () => {
    expect(strip(releaseSummary(heldReply("stale")))).toContain(
      "▲ held: sources cannot be read · what ends it",
    );
    const retained = releaseSummary({ state: "retained", weight: 100, deadline: "2026-11-24T12:12:00.000Z" });
    expect(strip(retained)).toContain("sprint-15 100 % backup kept for 23 h 12 min more");
  });

  test("says when automatic actions are off, and is silent where all is as usual", () => {
    expect(strip(null, false)).toContain("▲ automatic actions are off");
    expect(strip(null)).not.toContain("automatic");
  });
});
