import { describe, expect, test, vi } from "vitest";
import { ReleaseStrip } from "@/components/shell/release-strip";
import { RollbackPanel } from "@/components/shell/rollback-panel";
import { trafficQuery } from "@/lib/client/queries";
import type { TrafficReply } from "@/lib/contract/traffic";
import { rendered, shown } from "@/tests/support/markup";
import { AT_MS, rollbackReport, trafficReply } from "@/tests/support/traffic-replies";

vi.mock("next/navigation", () => ({
  usePathname: () => "/releases",
  useSearchParams: () => new URLSearchParams(),
}));

const strip = (reply: TrafficReply | null): string =>
  rendered(<ReleaseStrip paintedMs={AT_MS} />, (client) => {
    if (reply !== null) client.setQueryData(trafficQuery().queryKey, reply);
  });

describe("the strip", () => {
  test("says the split with versions, what is live, health, sync, and the way back with its readiness", () => {
    const text = shown(strip(trafficReply()));
    expect(text).toContain("blue sprint-14 50 % ✓ healthy live");
    expect(text).toContain("green sprint-15 50 % ✓ healthy");
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

  test("does not go on calling good what nobody has asked for a minute", () => {
    const late = rendered(<ReleaseStrip paintedMs={AT_MS + 60_000} />, (client) =>
      client.setQueryData(trafficQuery().queryKey, trafficReply()),
    );
    expect(shown(late)).toContain("▲ was healthy when it was asked 1 min ago");
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

test("text from outside is text on the strip", () => {
  const evil = '<img src=x onerror="alert(1)">';
  const traffic = trafficReply({ unreadable: evil, sync: "unknown", updated_by: evil });
  traffic.environments.blue.version = evil;
  expect(strip(traffic)).not.toContain("<img");
});
