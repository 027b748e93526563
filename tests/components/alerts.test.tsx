import { describe, expect, test, vi } from "vitest";
import { Alerts } from "@/components/alerts/alerts";
import { Flags } from "@/components/flags/flags";
import { OpenAlerts } from "@/components/overview/open-alerts";
import { AlertLine } from "@/components/shell/alert-line";
import {
  alertsQuery,
  automationFullQuery,
  flagEvents,
  flagsQuery,
  notificationsQuery,
  openAlertsQuery,
  silencesQuery,
} from "@/lib/client/alert-queries";
import { meQuery } from "@/lib/client/queries";
import type { AlertsReply, SilenceReply } from "@/lib/contract/alerts";
import type { FlagReply } from "@/lib/contract/flags";
import {
  AT,
  alertEntry,
  alertReply,
  alertsReply,
  flagReply,
  quiet,
  silenceReply,
} from "@/tests/support/alert-replies";
import { rendered, shown } from "@/tests/support/markup";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/alerts",
  useSearchParams: () => new URLSearchParams(address.search),
}));

const VIEWER = { permissions: ["read"], person: { name: "Vera" } } as never;

interface Answers {
  reply?: AlertsReply;
  silences?: SilenceReply[];
  owed?: { rule: string; environment: "green"; action: { kind: "rollback" } }[];
  receivers?: { name: string; kind: "webhook" }[];
  viewer?: boolean;
}

function alerts(answers: Answers = {}): string {
  const { reply = alertsReply([alertReply()]), silences = [], owed = [], receivers = [] } = answers;
  return rendered(<Alerts paintedMs={Date.parse(AT) + 720_000} />, (client) => {
    client.setQueryData(alertsQuery().queryKey, reply);
    client.setQueryData(silencesQuery().queryKey, { silences });
    client.setQueryData(automationFullQuery().queryKey, { ...reply.automation, owed });
    client.setQueryData(notificationsQuery().queryKey, { receivers, notifications: [], pending: 0 });
    if (answers.viewer) client.setQueryData(meQuery().queryKey, VIEWER);
  });
}

describe("the page of alerts", () => {
  test("says of one that fires its figure, limit, severity, since when, and what was done", () => {
    const text = shown(alerts({ reply: alertsReply([alertReply()], [alertEntry()]) }));
    expect(text).toContain("1 firing");
    expect(text).toContain("p95 900 ms of 20 samples (limit 500 ms)");
    expect(text).toContain("fires above 500");
    expect(text).toContain("◆ high");
    expect(text).toContain("for 12 min");
    expect(text).toContain("switches the flag rag off · ✓ done");
    expect(text).toContain("What to do: runbook");
    expect(text).toContain("Acknowledge");
  });

  test("says who has taken it on, what silences it and why, and that its source is silent", () => {
    const taken = { id: 7, since: AT, told: true, acknowledged: { by: "ana", at: AT } };
    const alert = alertReply({ firing: taken, silence: 3, inhibited: true, recovering_since: AT });
    const text = shown(alerts({ reply: alertsReply([alert]), silences: [silenceReply()] }));
    expect(text).toContain("acknowledged by ana");
    expect(text).toContain("silenced until 23 Nov 2026, 13:00 by ana : a restart");
    expect(text).toContain("neither fires nor resolves");
    expect(text).toContain("recovering since");
    expect(text).not.toContain("Acknowledge RAG");
  });

  test("says why an action that is due is not carried out", () => {
    const text = shown(alerts({ reply: alertsReply([alertReply({ withheld: "a dry run" })]) }));
    expect(text).toContain("– not done: a dry run");
  });

  test("lists what is owed before automatic actions are switched on", () => {
    const off = { on: false, why: "we watch", by: "ana" };
    const owed = [{ rule: "api-error-rate", environment: "green", action: { kind: "rollback" } } as const];
    const text = shown(alerts({ reply: alertsReply([], [], off), owed }));
    expect(text).toContain("▲ off");
    expect(text).toContain("we watch");
    expect(text).toContain("Done at once if it is switched on now:");
    expect(text).toContain("Failed jobs on green: rolls the release on trial back");
  });

  test("says without any record what would fill it, and whom nobody tells", () => {
    const nothing = quiet({ state: "no_data", environment: null, figure: null });
    const text = shown(alerts({ reply: alertsReply([nothing]) }));
    expect(text).toContain("Nothing has been told yet that a rule could look at.");
    expect(text).toContain("Nothing has fired yet.");
    expect(text).toContain("Nothing is silenced.");
    expect(text).toContain("notify:");
  });

  test("holds every control back from a viewer, and says why", () => {
    const markup = alerts({ viewer: true, receivers: [{ name: "chat", kind: "webhook" }] });
    const commands = markup.match(/<button[^>]*>(Acknowledge|Silence|Switch them|Send test)/g) ?? [];
    expect(commands).toHaveLength(5);
    expect(commands.filter((button) => !button.includes('aria-disabled="true"'))).toEqual([]);
    expect(shown(markup)).toContain("Needs the operator role.");
  });

  test("shows a rule in full where the address says so, and says where no series is stored", () => {
    address.search = "open=slowdown/green";
    const slowdown = alertReply(
      {},
      { name: "slowdown", metric: "article_time_ratio", clear_threshold: null },
    );
    const text = shown(alerts({ reply: alertsReply([slowdown]) }));
    address.search = "";
    expect(text).toContain("No series over time is stored of article_time_ratio");
    expect(text).toContain("of the last 5 min, n ≥ 20");
  });
});

describe("the line on every page", () => {
  const line = (reply: AlertsReply) =>
    rendered(<AlertLine />, (client) => client.setQueryData(openAlertsQuery().queryKey, reply));

  test("is not there where nothing fires", () => {
    expect(line(alertsReply([quiet(), quiet({ state: "pending" })]))).toBe("");
  });

  test("names what fires and where, and leads to it", () => {
    const markup = line(alertsReply([alertReply(), quiet()]));
    expect(shown(markup)).toContain("1 alert firing");
    expect(shown(markup)).toMatch(/RAG latency\s+green/);
    expect(markup).toContain('href="/alerts"');
  });
});

test("the card of the Overview says what fires, or that nothing does and how many cannot tell", () => {
  const card = (reply: AlertsReply) =>
    shown(rendered(<OpenAlerts />, (client) => client.setQueryData(openAlertsQuery().queryKey, reply)));
  expect(card(alertsReply([alertReply()]))).toContain("p95 900 ms of 20 samples");
  expect(card(alertsReply([quiet(), quiet({ state: "no_data" })]))).toContain(
    "✓ Nothing fires; 1 of 2 have no data.",
  );
});

describe("the page of flags", () => {
  const flags = (found: FlagReply[], file: { path: string; error: string | null } | null = null) =>
    shown(
      rendered(<Flags />, (client) => {
        client.setQueryData(flagsQuery().queryKey, { flags: found, file });
        client.setQueryData(alertsQuery().queryKey, alertsReply([alertReply()]));
        client.setQueryData(flagEvents().queryKey, { pages: [], pageParams: [] });
      }),
    );

  test("says of a flag what it protects, who switched it and why, and what switches it by itself", () => {
    const text = flags([flagReply()]);
    expect(text).toContain("○ off by itself");
    expect(text).toContain("whether articles are written with style memory");
    expect(text).toContain("held by RAG latency");
    expect(text).toContain("1 of 2 automatic switches in the last hour");
    expect(text).toContain("RAG latency switches it off: fires above 500");
    expect(text).toContain("back after 10 min in order");
  });

  test("says why a switch that is due waits, and that no rule switches a flag", () => {
    const text = flags([
      flagReply({ name: "flow", held_by: [], postponed: "switched 2 times within the last hour" }),
    ]);
    expect(text).toContain("a switch that is due waits: switched 2 times within the last hour");
    expect(text).toContain("No rule switches it by itself.");
  });

  test("names the file that jobs read and what keeps it from being as the flags are", () => {
    expect(flags([flagReply()])).toContain("name a file in greenlight.yaml");
    const text = flags([flagReply()], { path: "/srv/flags.json", error: "no space left" });
    expect(text).toContain("/srv/flags.json");
    expect(text).toContain("The file is not as the flags are: no space left");
  });
});
