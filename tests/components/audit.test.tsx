import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Audit } from "@/components/audit/audit";
import { auditFilterOf, auditRangeOf } from "@/components/audit/audit-filter";
import { changesOf } from "@/components/audit/changes";
import { eventWords } from "@/components/audit/event-words";
import { auditPages, firstPage } from "@/lib/client/pages";
import { viewOf } from "@/lib/client/view";
import type { AuditEvent, AuditReply } from "@/lib/contract/audit";
import { ENTRY_KINDS } from "@/lib/domain/release-effect";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/audit",
  useSearchParams: () => new URLSearchParams(address.search),
}));

beforeEach(() => {
  address.search = "";
});

const EVENT: AuditEvent = {
  id: 7,
  time: "2026-11-23T11:00:00.000Z",
  actor: "ada",
  origin: "http",
  action: "traffic.shift.intended",
  subject: "traffic",
  before: { live: "blue", green: 0, blue: 100, epoch: 1 },
  after: { live: "blue", green: 50, blue: 50, epoch: 2 },
  reason: "a try",
};

const event = (more: Partial<AuditEvent>): AuditEvent => ({ ...EVENT, before: null, after: null, ...more });

function page(events: AuditEvent[], more: Partial<AuditReply> = {}): string {
  const view = viewOf((name) => new URLSearchParams(address.search).get(name));
  const reply: AuditReply = {
    from: "2026-10-24T00:00:00.000Z",
    to: "2026-11-24T00:00:00.000Z",
    timezone: "UTC",
    total: events.length,
    cursor: null,
    actions: [...new Set(events.map(({ action }) => action))],
    actors: [...new Set(events.map(({ actor }) => actor))],
    events,
    ...more,
  };
  const client = new QueryClient();
  client.setQueryData(auditPages(auditRangeOf(view), auditFilterOf(view)).queryKey, firstPage(reply));
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <Audit />
    </QueryClientProvider>,
  );
}

const plain = (markup: string): string => markup.replaceAll(/<[^>]+>/g, " ").replaceAll(/[\s\u00a0]+/g, " ");
const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

const at = (green: number) => ({ live: "blue", green, blue: 100 - green, epoch: 3 });

describe("an event in words", () => {
  test.each([
    ["traffic.shift.intended", at(0), at(50), "Traffic: shift to 50 % green wanted"],
    ["traffic.shift.confirmed", at(50), at(50), "Traffic: shift to 50 % green confirmed"],
    ["traffic.shift.failed", at(50), at(0), "Traffic: shift to 50 % green failed"],
    ["traffic.rollback.intended", at(50), at(0), "Traffic: rollback to blue wanted"],
    ["traffic.rollback.confirmed", at(100), at(100), "Traffic: rollback to green confirmed"],
    ["traffic.rollback.failed", at(0), at(0), "Traffic: rollback to blue failed"],
    ["traffic.undo.confirmed", at(50), at(50), "Traffic: undo of a rollback to 50 % green confirmed"],
    ["traffic.external.confirmed", at(100), at(100), "Traffic: edit from outside to 100 % green confirmed"],
    ["traffic.external", at(0), at(100), "Traffic: edit from outside taken in"],
    ["traffic.unreadable", { green: 50 }, null, "Traffic: the balancer cannot be read"],
    ["traffic.readable", { green: 50 }, null, "Traffic: the balancer can be read again"],
    ["traffic.differs", { green: 50 }, null, "Traffic: moved by hand"],
    ["traffic.corrected", { green: 20 }, { green: 50 }, "Traffic: put back"],
    ["rollback.annotated", { label: null }, { label: { right: true } }, "Rollback report completed"],
    ["config.applied", null, null, "Settings changed"],
    ["config.refused", null, null, "Settings not taken: the edit has mistakes"],
    ["rollups.rebuilt", null, { rows: 3 }, "Rollups rebuilt"],
    ["rollups.derived", { timezone: "UTC" }, { timezone: "Asia/Kolkata" }, "Figures derived anew"],
  ])("%s of %j and %j", (action, before, after, words) => {
    expect(spaced(eventWords({ action, before, after }))).toBe(words);
  });

  test.each(["flag.flipped", "traffic.shift.started", "traffic.shift", "constructor", "__proto__", ""])(
    "%j, which is not known here, is shown as it is",
    (action) => {
      expect(eventWords({ action, before: at(0), after: at(50) })).toBe(action);
    },
  );

  test.each([{ green: "50" }, { green: 500 }, [], "text", 7, null])(
    "without a share in %j none is made up",
    (after) => {
      expect(eventWords({ action: "traffic.shift.intended", before: null, after })).toBe(
        "Traffic: shift wanted",
      );
    },
  );
});

describe("what an event changed", () => {
  const told = (changed: Partial<AuditEvent>) =>
    changesOf(event(changed)).map(({ what, before, after }) => spaced(`${what}: ${before} → ${after}`));

  test("is the split on both sides, and who is live where that changed", () => {
    expect(told(EVENT)).toEqual(["null: blue 100 % · green 0 % → blue 50 % · green 50 %"]);
    expect(
      told({
        action: "traffic.shift.confirmed",
        before: { live: "blue", green: 100, blue: 0, epoch: 4 },
        after: { live: "green", green: 100, blue: 0, epoch: 4 },
      }),
    ).toEqual(["null: null → blue 0 % · green 100 %", "live: blue → green"]);
    expect(told({ action: "traffic.differs", before: { green: 33.3 } })).toEqual([
      "null: null → blue 66.7 % · green 33.3 %",
    ]);
  });

  test("is every setting that differs, by its path, and no other", () => {
    expect(
      told({
        action: "rollups.derived",
        before: { timezone: "UTC", rate: 75, hours: { writer_agent: 3, editor_agent: 1 }, free: [] },
        after: { timezone: "Asia/Kolkata", rate: 75, hours: { writer_agent: 2 }, free: ["house"] },
      }),
    ).toEqual([
      "timezone: UTC → Asia/Kolkata",
      "hours.writer_agent: 3 → 2",
      "hours.editor_agent: 1 → null",
      'free: [] → ["house"]',
    ]);
  });

  test("is a text where no JSON is told, and nothing where nothing is", () => {
    expect(told({ action: "any", before: "old", after: "new" })).toEqual(["null: old → new"]);
    expect(told({ action: "any" })).toEqual([]);
  });

  test("does not run on: a dozen things are shown, and how many more there are", () => {
    const after = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, index]));
    expect(told({ action: "any", after })).toHaveLength(13);
    expect(told({ action: "any", after }).at(-1)).toBe("28 more: null → null");
  });
});

describe("the page of the event log", () => {
  test("says what, who, when, from where and why, and holds all of it as it is stored", () => {
    const markup = page([EVENT]);
    const text = plain(markup);
    expect(text).toContain("1 event newest first");
    expect(text).toContain("Traffic: shift to 50 % green wanted ada · http 23 Nov 2026, 11:00");
    expect(text).toContain("blue 100 % · green 0 % → to blue 50 % · green 50 % why: a try Raw of event 7");
    expect(markup).toContain('title="Mon 23 Nov 2026, 11:00:00 UTC"');
    expect(markup).toContain("&quot;action&quot;: &quot;traffic.shift.intended&quot;");
  });

  test("asks for what its address says, and offers it as CSV", () => {
    address.search = "range=7d&environment=green&by=traffic&actor=ada&q=a+try";
    const markup = page([EVENT]);
    expect(markup).toContain(
      'href="/api/audit?range=7d&amp;action=traffic&amp;actor=ada&amp;q=a+try&amp;limit=500&amp;format=csv"',
    );
    expect(markup).toContain('<option value="traffic" selected="">Traffic</option>');
    expect(markup).toContain('<option value="ada" selected="">ada</option>');
    expect(markup).not.toContain('aria-label="Environment"');
  });

  test("takes an address that means nothing for one that asks for everything", () => {
    const view = viewOf((name) => new URLSearchParams("by=%25%00&actor=&q=+").get(name));
    expect(auditFilterOf(view)).toEqual({});
    expect(auditFilterOf({ ...view, q: "x".repeat(300) }).q).toHaveLength(200);
  });

  test("of which nothing fits offers everything again, and keeps what was asked among the choices", () => {
    address.search = "range=7d&by=weather&actor=bob";
    const markup = page([], { actions: ["config.applied"], actors: ["system"] });
    expect(plain(markup)).toContain("No event of this range fits. Show all");
    expect(markup).toContain('href="/audit?range=7d"');
    expect(markup).toContain('<option value="weather" selected="">weather</option>');
    expect(plain(markup)).toContain("All actions Settings weather Everybody system bob");
  });

  test("while empty teaches what is written here, and what would write something", () => {
    address.search = "range=7d";
    expect(plain(page([]))).toContain("Nothing was changed in this range.");
    expect(page([])).toContain('href="/audit?range=all"');
    address.search = "";
    const text = plain(page([]));
    expect(text).toContain("Nothing has been changed yet.");
    expect(text).toContain("npm run greenlight -- rollups rebuild");
  });

  test("shows hostile texts as texts, makes what hides visible, and does not run on", () => {
    const evil = '<img src=x onerror="alert(1)">\u001b[31mred\u202egnirts';
    const long = "x".repeat(50_000);
    const markup = page([
      event({
        action: evil,
        actor: evil,
        origin: evil,
        subject: evil,
        reason: evil,
        before: evil,
        after: { [evil]: evil },
      }),
      event({
        id: 8,
        action: long,
        actor: long,
        subject: long,
        reason: long,
        before: long,
        after: { [long]: long },
      }),
    ]);
    expect(markup).not.toContain("<img");
    const texts = markup.replaceAll(/<pre[\s\S]*?<\/pre>/g, "").split(/<[^>]*>/);
    expect(texts.filter((text) => text.includes("\u001b") || text.includes("\u202e"))).toEqual([]);
    expect(texts.filter((text) => text.includes("␛[31mred⟨202E⟩gnirts")).length).toBeGreaterThan(4);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(1000);
  });
});

describe("an event of a release", () => {
  const SUBJECT = "release 4bd55657-b67c-4125-9e03-9149362831ea sprint-15";

  test("names the version, and leads to its page", () => {
    const markup = page([event({ action: "release.signed", subject: SUBJECT, after: { title: "pm" } })]);
    expect(markup).toContain('href="/releases/4bd55657-b67c-4125-9e03-9149362831ea"');
    expect(plain(markup)).toContain("Release signed sprint-15");
  });

  test("of signed figures says who signs as what, and leaves the rest to be unfolded", () => {
    const after = { title: "pm", seen: { plan_hash: "cd71", figures: [{ figure: "articles" }] } };
    expect(changesOf(event({ action: "release.signed", subject: SUBJECT, after }))).toEqual([
      { what: "title", before: null, after: "pm" },
    ]);
  });

  test("with a subject that is none of a release stays as it is", () => {
    expect(page([event({ action: "release.signed", subject: "release" })])).not.toContain("/releases/");
  });
});

test("every kind of entry of a release, and every end of a run, has words", () => {
  const runs = ["started", "passed", "failed", "cancelled", "interrupted"];
  const actions = [
    ...ENTRY_KINDS.map((kind) => `release.${kind}`),
    ...runs.flatMap((end) => [`release.validation_${end}`, `release.smoke_${end}`]),
  ];
  const bare = actions.filter((action) => eventWords(event({ action })) === action);
  expect(bare).toEqual([]);
});
