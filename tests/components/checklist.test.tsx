import { describe, expect, test } from "vitest";
import { ChecklistCard } from "@/components/governance/checklist-card";
import { checklistQuery } from "@/lib/client/checklist-queries";
import { meQuery } from "@/lib/client/queries";
import type { Checklist, ChecklistItem, ChecklistReply } from "@/lib/contract/checklist";
import type { Me } from "@/lib/contract/people";
import { LISTS } from "@/lib/domain/checklist";
import { rendered, shown } from "@/tests/support/markup";
import { person } from "@/tests/support/me";

const AT = "2026-11-23T12:00:00.000Z";

const item = (id: string, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
  ...{ id, phase: "before", text: `text of ${id}`, by: "person", done: false, said: null, told: true },
  ...{ at: null, actor: null, note: null, ...more },
});

const list = (name: Checklist["name"], items: ChecklistItem[], mistakes: string[] = []): Checklist => ({
  ...{ name, items, mistakes, total: items.length },
  done: items.filter(({ done }) => done).length,
});

const REPLY: ChecklistReply = {
  ...{ release: "a1", frozen: null, done: 2, total: 6 },
  lists: [
    list("pre-deployment", [
      item("tests", { done: true, at: AT, actor: "ada@example.org", note: "build 88" }),
      item("branch"),
    ]),
    list("deployment", [
      item("flow", { ...EVIDENCE("1 of 1 healthy", true), phase: "integration" }),
      item("rag", { ...EVIDENCE("p95 612 ms of 240, target under 200 ms"), told: true, phase: "staging" }),
    ]),
    list("post-deployment", [item("told", { ...EVIDENCE("no health check was ever received") })]),
    list("validation", [item("new", { ...EVIDENCE(null) })]),
    list("acceptance", [], ['docs/templates/acceptance.yaml:3:9 items[0].by: found "robot"']),
    list("definition-of-done", []),
  ],
};

function EVIDENCE(said: string | null, done = false): Partial<ChecklistItem> {
  return { by: "evidence", said, done, told: done, at: said === null ? null : AT };
}

const card = (me: Me, more: Partial<ChecklistReply> = {}, state: "draft" | "observing" = "draft") =>
  rendered(<ChecklistCard release={{ id: "a1", state, live: state !== "draft" }} zone="UTC" />, (client) => {
    client.setQueryData(meQuery().queryKey, me);
    client.setQueryData(checklistQuery("a1").queryKey, { ...REPLY, ...more });
  });

const open = (markup: string): (string | undefined)[] =>
  [...markup.matchAll(/aria-expanded="true" aria-controls[^>]*>.*?<span class="flex-1">(.*?)<\/span>/g)].map(
    ([, name]) => name,
  );

describe("the checklist of a release", () => {
  test("says how far it is in all, and in each list and phase", () => {
    const text = shown(card(person("operator")));
    expect(text).toContain("Checklist 2 of 6 done");
    expect(text).toContain("Pre-deployment 1 of 2");
    expect(text).toContain("Deployment 1 of 2");
    expect(text).toMatch(/Integration 1 of 1 .*Staging 0 of 1/);
    expect(REPLY.lists.map(({ name }) => name)).toEqual(LISTS);
  });

  test("opens what there is to do now, and prints all", () => {
    expect(open(card(person("operator")))).toEqual(["Pre-deployment"]);
    const markup = card(person("operator"), {}, "observing");
    expect(open(markup)).toEqual(["Deployment"]);
    expect(markup.match(/hidden pb-2 print:block/g)).toHaveLength(5);
  });

  test("says of a tick who, when and why; of evidence its figure, or what is missing", () => {
    const text = shown(card(person("operator")));
    expect(text).toContain("text of tests ada@example.org, 23 Nov 2026, 12:00 Change note");
    expect(text).toContain("“build 88”");
    expect(text).toContain("✓ text of flow : met since 23 Nov 2026, 12:00 1 of 1 healthy");
    expect(text).toContain("✗ text of rag : not met p95 612 ms of 240, target under 200 ms");
    expect(text).toContain("– text of told : still open no health check was ever received");
    expect(text).toContain("text of new : still open is being looked at");
  });

  test("has a box for a person only, each with its label", () => {
    const markup = card(person("operator"));
    const boxes = [...markup.matchAll(/<input id="([^"]+)" type="checkbox"/g)].map(([, id]) => id);
    expect(boxes).toHaveLength(2);
    for (const id of boxes) expect(markup).toContain(`<label for="${id}">`);
  });

  test("shows a viewer the same, held back, and why; nobody adds a note", () => {
    const markup = card(person("viewer"));
    expect(markup.match(/type="checkbox"[^>]*aria-disabled="true"/g)).toHaveLength(2);
    expect(shown(markup)).toContain("Needs the operator role.");
    expect(shown(markup)).not.toMatch(/Change note|Note on/);
  });

  test("stays as it is once another release was started", () => {
    const markup = card(person("admin"), { frozen: "sprint-16 was started after it" });
    expect(shown(markup)).toContain("It stays as it is: sprint-16 was started after it.");
    expect(markup.match(/type="checkbox"[^>]*disabled=""/g)).toHaveLength(2);
    expect(shown(markup)).not.toContain("Change note");
  });

  test("says why a list is empty", () => {
    const text = shown(card(person("operator")));
    expect(text).toContain(
      "It gets one once they are mended: docs/templates/acceptance.yaml:3:9 items[0].by",
    );
    expect(text).toContain("This release was planned before there was such a list.");
  });
});
