import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { available, barsWords, covered, dayWords, sharesOf } from "@/components/health/availability";
import { AvailabilityBars } from "@/components/health/availability-bars";
import { CheckFields } from "@/components/health/check-fields";
import { latencyWords, reasonOf } from "@/components/health/component-words";
import { Components } from "@/components/health/components";
import { latencyNameOf } from "@/components/health/latency-name";
import { anchorsOf, standingOf } from "@/components/health/standing";
import { StatusLine } from "@/components/health/status-line";
import type { ComponentState, HealthComponentsReply } from "@/lib/contract/health";
import type { Source } from "@/lib/contract/sources";
import { component, day, days, health, UNKNOWN_DAY } from "@/tests/support/health";
import fc from "@/tests/support/laws";

const address = vi.hoisted(() => ({ search: "" }));
vi.mock("next/navigation", () => ({
  usePathname: () => "/health",
  useSearchParams: () => new URLSearchParams(address.search),
}));
vi.mock("next/dynamic", () => ({ default: () => () => null }));

beforeEach(() => {
  address.search = "";
});

const NOON_MS = Date.parse("2026-11-23T12:00:00Z");

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]+>/g, " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll(/[\s\u00a0]+/g, " ");

const cards = (...components: ComponentState[]): string =>
  renderToStaticMarkup(
    <Components health={health(...components)} range={{ range: "30d" }} readMs={NOON_MS + 12_900} />,
  );

const line = (reply: HealthComponentsReply, sources: readonly Source[] = []): string =>
  renderToStaticMarkup(<StatusLine health={reply} sources={sources} readMs={NOON_MS + 12_900} />);

describe("the state of the whole", () => {
  test("is a word and a sign, says of which environment it speaks, and its version", () => {
    const text = plain(line(health(component())));
    expect(text).toContain("✓ Healthy");
    expect(text).toContain("All 1 component healthy");
    expect(text).toContain("of blue , which is live version sprint-14");
    expect(text).toContain("newest result 12 s ago");
  });

  test("names and leads to those that are not healthy", () => {
    const html = line({
      ...health(component({ name: "flow", status: "unhealthy" }), component()),
      status: "unhealthy",
    });
    expect(plain(html)).toContain("✕ Unhealthy 1 of 2 components not healthy: flow");
    expect(html).toContain('href="#flow"');
  });

  test("does not count the idle environment, but names who is sick there", () => {
    const text = plain(line(health(component({ environment: "green", status: "unhealthy" }), component())));
    expect(text).toContain("All 1 component healthy · green, not counted: rag");
  });

  test("names the sources that have fallen silent, and leads to them", () => {
    const silent = { kind: "log", path: "/logs/production.log", silent: true } as Source;
    const html = line(health(component()), [silent, { ...silent, silent: false }]);
    expect(plain(html)).toContain("1 source silent: log (production.log).");
    expect(html).toContain('href="/settings"');
  });
});

describe("the standing of the components", () => {
  const reply = { live: "blue", components: [] } as const;

  test("speaks of the live environment and of what is bound to none, or of the one that is asked for", () => {
    const [idle, none] = [component({ environment: "green", status: "unhealthy" }), component()];
    const both = { ...reply, components: [idle, none] };
    expect(standingOf(both, null)).toMatchObject({ of: "blue", concerned: [none], sick: [] });
    expect(standingOf(both, "green")).toMatchObject({ of: "green", sick: [idle], sickElsewhere: [] });
  });

  test("leads by its name to the component that counts, and by name and environment to the other", () => {
    const components = [component({ environment: "green" }), component({ environment: "blue" })];
    expect(anchorsOf(components, "blue")).toEqual(["rag@green", "rag"]);
    expect(anchorsOf(components, "green")).toEqual(["rag", "rag@blue"]);
    const both = [component(), component({ environment: "blue" })];
    expect(anchorsOf(both, "blue")).toEqual(["rag", "rag@blue"]);
  });

  test("leads to each component by an anchor of its own, whatever they are called", () => {
    const name = fc.constantFrom("rag", "rag@blue", "rag@none", "content", "a b", "a-b", "ünïcode \u202e");
    const environment = fc.constantFrom("blue" as const, "green" as const, null);
    fc.assert(
      fc.property(fc.array(fc.record({ name, environment }), { maxLength: 12 }), (all) => {
        const anchors = anchorsOf(all.map(component), "blue");
        expect(new Set(anchors).size).toBe(all.length);
        expect(
          anchors.filter((anchor) => anchor === "content" || /\s/.test(anchor) || anchor === ""),
        ).toEqual([]);
      }),
    );
  });
});

describe("a component", () => {
  test("says its state, since when, when it was checked, how it is asked, and how quick it was", () => {
    const text = plain(cards(component({ probe: "http", interval_s: 15 })));
    expect(text).toContain("rag ✓ Healthy");
    expect(text).toContain("http probe every 15 s");
    expect(text).toContain("for 3 h 12 min checked 12 s ago took 168 ms");
    expect(text).toContain("100 % available 100 % known");
  });

  test("says what it fell back to, why, and what went wrong last", () => {
    const text = plain(
      cards(
        component({
          status: "degraded",
          fallback: "WORKFLOW_SEQUENCE",
          details: { details: "Flow not available: No module named 'src'" },
          last_error: { message: "timeout", time: "2026-11-23T10:00:00.000Z" },
        }),
      ),
    );
    expect(text).toContain("▲ Degraded");
    expect(text).toContain("on fallback: WORKFLOW_SEQUENCE Flow not available: No module named 'src'");
    expect(text).toContain("Last error 2 h ago: timeout");
  });

  test("that has gone stale says for how long nothing came, instead of how it was", () => {
    const text = plain(
      cards(component({ status: "degraded", stale: true, received: "2026-11-23T11:46:00.000Z" })),
    );
    expect(text).toContain("stale: nothing for 14 min");
    expect(text).not.toMatch(/checked|for 3 h/);
  });

  test("that was never heard of says what would fill it", () => {
    const never = component({ reported: false, status: "degraded", received: null, since: null });
    expect(plain(cards(never, component({ name: "flow" })))).toContain("How to report it");
    expect(plain(cards(never))).toContain('-d \'{"component":"rag","status":"healthy","latency_ms":120}\'');
    expect(plain(cards(never))).toContain("scripts/production_health_check.py");
    expect(plain(cards({ ...never, probe: "command" }))).toContain("Its command probe has not answered yet");
  });

  test("of any name is shown as text, and makes no command that a shell would run", () => {
    const html = cards(component({ name: "'; rm -rf / #<img src=x>", reported: false }));
    expect(html).not.toContain("<img");
    expect(plain(html)).toContain('{"component":"__ rm -rf / __img src_x_"');
  });

  test("of RAG says which of its lines it is above", () => {
    expect([150, 300, 501].map((ms) => latencyWords("rag", ms).replaceAll("\u00a0", " "))).toEqual([
      "took 150 ms",
      "took 300 ms, above target 200 ms",
      "took 501 ms, above limit 500 ms",
    ]);
    expect(latencyWords("llm", 900)).not.toContain("above");
  });

  test("gives the reason that its check gives, the error first", () => {
    expect(reasonOf({ error: "refused", details: { details: "x" } })).toBe("refused");
    expect(reasonOf({ error: null, details: { message: "slow" } })).toBe("slow");
    expect(reasonOf({ error: null, details: { details: { nested: true } } })).toBeNull();
  });

  test("shows every field of its check, also those that nobody knows", () => {
    const shown = component({ details: { missing_deps: [{ name: "crewai" }], correct_version: true } });
    const text = plain(renderToStaticMarkup(<CheckFields component={shown} />));
    expect(text).toContain('missing_deps [ { "name": "crewai" } ] correct_version true');
  });
});

describe("the availability", () => {
  const HALF_KNOWN = { up_s: 21_600, down_s: 21_600, availability: 0.5, coverage: 0.5 };

  test("is never rounded up to all of it where something was down", () => {
    expect([1, 0.999_999, 0.9876, null].map(available)).toEqual([
      "100\u00a0%",
      "99.99\u00a0%",
      "98.7\u00a0%",
      "—",
    ]);
    expect([1, 0.9999, 0.0001, 0].map(covered)).toEqual(["100\u00a0%", "99\u00a0%", "<1\u00a0%", "0\u00a0%"]);
  });

  test("of a day is drawn by its shares of the time, and what is unknown stays empty", () => {
    expect(sharesOf(day("2026-11-23T00:00:00.000Z", HALF_KNOWN))).toEqual({
      up: 0.25,
      degraded: 0,
      down: 0.25,
    });
    expect(sharesOf(day("2026-11-23T00:00:00.000Z", { coverage: 0.001 })).up).toBeGreaterThan(0.3);
    expect(sharesOf(day("2026-11-23T00:00:00.000Z", UNKNOWN_DAY))).toEqual({ up: 0, degraded: 0, down: 0 });
  });

  test("of a day is told exactly on hover", () => {
    const words = dayWords(day("2026-11-12T00:00:00.000Z", { degraded_s: 600, down_s: 1440 }), "UTC");
    expect(words.replaceAll("\u00a0", " ")).toBe(
      "Thu 12 Nov 2026: available 98.3 %, degraded 10 min, down 24 min, 100 % known",
    );
    expect(dayWords(day("2026-11-12T00:00:00.000Z", UNKNOWN_DAY), "UTC")).toContain("nothing known");
  });

  test("of all days is one sentence for who does not see the bars", () => {
    const shown = { days: days({}, UNKNOWN_DAY, { down_s: 60 }, { degraded_s: 60 }) };
    expect(barsWords(shown, "UTC")).toBe("3 of 4 days known; down on 22 Nov; degraded on 23 Nov");
    const html = renderToStaticMarkup(<AvailabilityBars component={shown} zone="UTC" />);
    expect(html).toContain('role="img" aria-label="3 of 4 days known');
    expect(html.match(/ title="/g)).toHaveLength(4);
  });
});

test("the address chooses a latency, and nonsense in it is as if it were not there", () => {
  expect([null, " ", "llm", "x".repeat(201)].map(latencyNameOf)).toEqual(["rag", "rag", "llm", "rag"]);
});
