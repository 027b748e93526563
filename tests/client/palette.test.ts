import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { docsSection, foundSections } from "@/components/palette/found";
import { ranked, rankOf } from "@/lib/client/palette-match";
import { forgetPlaces, keepPlace, placesFrom, recentPlaces, withPlace } from "@/lib/client/palette-recent";
import type { SearchReply } from "@/lib/contract/search";
import fc from "@/tests/support/laws";

describe("what answers to what is typed", () => {
  test.each([
    ["rel", "Releases", 0],
    ["RELEASES ", "Releases", 0],
    ["back", "Roll back to blue · sprint-14", 1],
    ["roll blue", "Roll back to blue · sprint-14", 1],
    ["print", "Roll back to blue · sprint-14", 2],
    ["economie", "L’économie", 1],
    ["releases x", "Releases", null],
    ["zz", "Releases", null],
  ])("%j of %j is of rank %j", (typed, text, rank) => {
    expect(rankOf(typed, text)).toBe(rank);
  });

  test("is in the order of how well it answers, else in its own", () => {
    const names = ["Audit of usage", "Usage", "Trousage", "Users", "Usage by model"];
    expect(ranked(names, "us", (name) => name)).toEqual([
      "Usage",
      "Users",
      "Usage by model",
      "Audit of usage",
      "Trousage",
    ]);
  });

  test("always answers to its own name, and to any beginning of it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(), (name, cut) => {
        const graphemes = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
        const begun = graphemes.slice(0, 1 + (cut % graphemes.length)).join("");
        return rankOf(name, name) === 0 && rankOf(begun, name) !== null;
      }),
    );
  });
});

const place = (path: string) => ({ name: `at ${path}`, path });

describe("recent places", () => {
  const kept = new Map<string, string>();
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  test("are five, the newest first, each once", () => {
    for (const path of ["/a", "/b", "/c", "/a", "/d", "/e", "/f"]) keepPlace(place(path));
    expect(recentPlaces().map(({ path }) => path)).toEqual(["/f", "/e", "/d", "/a", "/c"]);
    expect(withPlace([place("/a")], place("/a"))).toHaveLength(1);
  });

  test("are gone for who signs out", () => {
    keepPlace(place("/articles/secret"));
    forgetPlaces();
    expect(kept.size).toBe(0);
  });

  test.each([
    null,
    "",
    "{",
    "{}",
    "[1, null, {}]",
    '[{"name":"x"}]',
    '[{"name":1,"path":"/"}]',
    '[{"name":"x","path":"//evil.example"}]',
    '[{"name":"x","path":"/\\\\evil.example"}]',
    '[{"name":"x","path":"javascript:alert(1)"}]',
  ])("are never read from what is none: %j", (text) => {
    expect(placesFrom(text)).toEqual([]);
  });

  test("are none where the browser keeps nothing", () => {
    vi.stubGlobal("sessionStorage", undefined);
    keepPlace(place("/a"));
    expect(recentPlaces()).toEqual([]);
    expect(forgetPlaces).not.toThrow();
  });
});

describe("what the server found", () => {
  const time = "2026-11-01T10:00:00.000Z";
  const reply: SearchReply = {
    articles: [
      { id: "a1", topic: "Rates and housing", time, environment: "green" },
      { id: "a2", topic: null, time, environment: null },
    ],
    executions: [
      { id: "e1", execution_id: "writer_1", agent: "writer_agent", topic: "Rates", time },
      { id: "e2", execution_id: "x/2", agent: null, topic: null, time },
    ],
    releases: [{ id: "r1", version: "sprint-15", environment: "green", state: "draft", created_at: time }],
  };
  const shown = (typed: string) =>
    foundSections(reply, typed, "UTC").flatMap(({ entries }) => entries.map(({ name }) => name));

  test("leads to its page and tells alike ones apart", () => {
    const [articles, executions, releases] = foundSections(reply, "e", "UTC");
    expect(articles?.entries).toMatchObject([{ name: "Rates and housing", act: { path: "/articles/a1" } }]);
    expect(articles?.entries[0]?.hint).toMatch(/2026.* · green$/);
    expect(executions?.entries[0]?.hint).toMatch(/^writer_1 · .*2026.* · Rates$/);
    expect(releases?.entries).toEqual([]);
    expect(foundSections(reply, "sprint", "UTC")[2]?.entries).toMatchObject([
      { name: "sprint-15", act: { path: "/releases/r1" } },
    ]);
  });

  test("of an answer to what was typed before, only what still answers is shown", () => {
    expect(shown("rates")).toEqual(["Rates and housing"]);
    expect(shown("ratesx")).toEqual([]);
    expect(shown("SPRINT-15")).toEqual(["sprint-15"]);
    expect(shown("a2")).toEqual(["Article without a topic"]);
    expect(shown("x/2")).toEqual(["x/2"]);
  });
});

test("a section of a document leads to its place, and says of which document it is", () => {
  const hit = { snippet: "…", matched: ["roll"] };
  const { entries } = docsSection({
    results: [
      { ...hit, path: "/docs/runbook#roll-back", document: "Runbook", section: "Roll back" },
      { ...hit, path: "/docs/runbook", document: "Runbook", section: null },
    ],
  });
  expect(entries).toMatchObject([
    { name: "Roll back", hint: "Runbook", act: { path: "/docs/runbook#roll-back" } },
    { name: "Runbook", hint: null, act: { path: "/docs/runbook" } },
  ]);
  expect(docsSection(undefined).entries).toEqual([]);
});
