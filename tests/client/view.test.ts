import { describe, expect, test } from "vitest";
import { carried, changed, rangeOf, searchOf, viewOf, viewOfPage } from "@/lib/client/view";

const view = (search: string) => viewOf((name) => new URLSearchParams(search).get(name));

describe("the address of a view", () => {
  test.each([
    "",
    "?range=7d",
    "?range=all&environment=green",
    "?range=month",
    "?from=2026-01-01&to=2026-02-01&environment=blue&compare=off&by=model&sort=-cost_usd&q=two+words&open=rag",
  ])("%s says the same after it was read", (search) => {
    expect(searchOf(view(search))).toBe(search);
  });

  test.each([
    "?range=never",
    "?environment=red",
    "?from=2026-02-31",
    "?from=yesterday",
    "?from=2026-03-01&to=2026-02-01",
    "?to=<script>",
  ])("%s is read as if the nonsense were not there", (search) => {
    expect(view(search)).toEqual(view(""));
  });

  test("is read the same from what Next hands to a page", () => {
    expect(viewOfPage({ range: ["90d", "7d"], environment: "blue", compare: undefined })).toEqual(
      view("?range=90d&environment=blue"),
    );
  });
});

describe("a question to the API", () => {
  test("leaves the range to the server where none is named", () => {
    expect(rangeOf(view(""))).toEqual({ range: "auto" });
  });

  test("has bounds or a name, never both", () => {
    expect(rangeOf(view("?range=7d&environment=blue"))).toEqual({ range: "7d", environment: "blue" });
    expect(rangeOf(view("?range=7d&from=2026-01-01"))).toEqual({ from: "2026-01-01" });
  });
});

describe("a change of the view", () => {
  const custom = view("?from=2026-01-01&to=2026-02-01&environment=green&sort=time");

  test("to a named range drops the bounds and keeps the rest", () => {
    expect(searchOf(changed(custom, { range: "30d" }))).toBe("?range=30d&environment=green&sort=time");
  });

  test("to bounds drops the name", () => {
    expect(searchOf(changed(view("?range=7d"), { from: "2026-01-01", to: "2026-01-08" }))).toBe(
      "?from=2026-01-01&to=2026-01-08",
    );
  });

  test("of page takes time and environment along, nothing that is its own", () => {
    expect(searchOf(carried({ ...custom, q: "typed", open: "rag" }))).toBe(
      "?from=2026-01-01&to=2026-02-01&environment=green",
    );
  });
});
