import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { EVIDENCE_SHAPES } from "@/lib/contract/checklist-template";
import { LISTS } from "@/lib/domain/checklist";
import { checklistOf } from "@/lib/server/governance/checklist";
import { checklistsLooked } from "@/lib/server/governance/checklist-look";
import { itemsFor } from "@/lib/server/governance/items";
import { templatesNow } from "@/lib/server/governance/templates";
import { releaseStage } from "@/tests/support/releases";

const place = vi.hoisted(() => ({ folder: "" }));
vi.mock("@/lib/server/governance/templates", async (original) => {
  const real = await original<typeof import("@/lib/server/governance/templates")>();
  return { ...real, templatesNow: (folder = place.folder) => real.templatesNow(folder) };
});

beforeEach(async () => {
  place.folder = await mkdtemp(join(tmpdir(), "greenlight-templates-"));
  onTestFinished(() => rm(place.folder, { recursive: true, force: true }));
  await cp("docs/templates", place.folder, { recursive: true });
});

const write = (list: string, text: string) => writeFile(join(place.folder, `${list}.yaml`), text);

async function mistakesOf(list: string): Promise<string[]> {
  const found = (await templatesNow()).find((template) => template.list === list);
  expect(found?.items).toEqual([]);
  return (found?.mistakes ?? []).map((mistake) => mistake.replace(`${place.folder}/`, ""));
}

describe("our own templates", () => {
  test("have no mistakes, and every item that there is to be", async () => {
    const templates = await templatesNow("docs/templates");
    expect(templates.flatMap(({ mistakes }) => mistakes)).toEqual([]);
    const shape = templates.map(({ list, items }) => [
      list,
      Object.fromEntries(
        [...Map.groupBy(items, ({ phase }) => phase)].map(([name, mine]) => [name, mine.length]),
      ),
    ]);
    expect(Object.fromEntries(shape)).toEqual({
      "pre-deployment": { "before the start": 8 },
      deployment: { integration: 6, staging: 6, production: 7, after: 5 },
      "post-deployment": { monitoring: 5 },
      validation: { validation: 7 },
      acceptance: { acceptance: 5 },
      "definition-of-done": { done: 8 },
    });
    const items = templates.flatMap((template) => template.items);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.filter(({ by }) => by === "evidence")).toHaveLength(43);
  });
});

test("docs/configuration.md names every kind of evidence with its bounds", async () => {
  const told = await readFile("docs/configuration.md", "utf8");
  expect(EVIDENCE_SHAPES.length).toBeGreaterThan(20);
  for (const { kind, ...bounds } of EVIDENCE_SHAPES)
    for (const name of [kind, ...Object.keys(bounds)]) expect(told).toContain(`\`${name}\``);
});

describe("a template with a mistake", () => {
  test.each([
    [
      "of who ticks",
      "items:\n  - id: one\n    phase: before\n    text: one\n    by: robot\n",
      ['validation.yaml:5:9 items[0].by: found "robot", allowed: person, evidence'],
    ],
    [
      "of a kind that is not there",
      "items:\n  - { id: one, phase: p, text: one, by: evidence, evidence: { kind: pythn } }\n",
      [
        /^validation\.yaml:2:\d+ items\[0\]\.evidence\.kind: found "pythn", allowed: python, .*did you mean "python"\?$/,
      ],
    ],
    [
      "of a bound",
      "items:\n  - { id: one, phase: p, text: one, by: evidence, evidence: { kind: packages, at_least: many } }\n",
      [/^validation\.yaml:2:\d+ items\[0\]\.evidence\.at_least: found "many", allowed: a whole number/],
    ],
    [
      "of an unknown name",
      "items:\n  - { id: one, phase: p, text: one, by: person, note: x }\n",
      [
        /^validation\.yaml:2:\d+ items\[0\]\.note: found the unknown name "note", allowed: id, phase, text, by$/,
      ],
    ],
    [
      "of an id that stands twice",
      "items:\n  - { id: one, phase: p, text: one, by: person }\n  - { id: one, phase: p, text: two, by: person }\n",
      ['validation.yaml:3:11 items[1].id: found "one", allowed: an id of its own'],
    ],
    ["that has no items", "items: []\n", [/items: found an empty list, allowed: at least one item/]],
    ["that is no YAML", "items: [\n", [/^validation\.yaml:\d+:\d+ /]],
  ])("%s is named with its place", async (_, text, expected) => {
    await write("validation", text);
    expect(await mistakesOf("validation")).toEqual(
      expected.map((one) => (typeof one === "string" ? one : expect.stringMatching(one))),
    );
  });

  test("or that is missing, or takes another's id, is a list of its own that is empty", async () => {
    await rm(join(place.folder, "acceptance.yaml"));
    await write("validation", "items:\n  - { id: tests-passing, phase: p, text: t, by: person }\n");
    expect(await mistakesOf("acceptance")).toEqual(["acceptance.yaml: there is no such file"]);
    expect(await mistakesOf("validation")).toEqual([
      expect.stringContaining('the id "tests-passing" stands in pre-deployment.yaml, too'),
    ]);
  });

  test("keeps nobody from planning; its list is empty with the reason, and comes once it is mended", async () => {
    const whole = await readFile(join(place.folder, "validation.yaml"), "utf8");
    await write("validation", "items: none\n");
    const stage = await releaseStage();
    const { id } = await stage.planned();
    const empty = (await checklistOf(stage.app, id)).lists[3];
    expect(empty).toMatchObject({
      total: 0,
      mistakes: [expect.stringMatching(/validation\.yaml:1:8 items/)],
    });
    expect((await itemsFor(stage.app, { id })).some(({ list }) => list === "validation")).toBe(false);
    await write("validation", whole);
    await checklistsLooked(stage.app);
    const lists = (await checklistOf(stage.app, id)).lists;
    expect(lists.map(({ name }) => name)).toEqual(LISTS);
    expect(lists[3]).toMatchObject({ total: 7, mistakes: [] });
  });

  test("or any other edit changes no release that is planned", async () => {
    const stage = await releaseStage();
    const { id } = await stage.planned();
    const before = (await checklistOf(stage.app, id)).lists[3]?.items.map(({ text }) => text);
    await write("validation", "items:\n  - { id: python, phase: p, text: Python 4, by: person }\n");
    await checklistsLooked(stage.app);
    expect((await checklistOf(stage.app, id)).lists[3]?.items.map(({ text }) => text)).toEqual(before);
    const next = await stage.planned({ version: "sprint-16" });
    expect((await checklistOf(stage.app, next.id)).lists[3]?.items).toMatchObject([
      { id: "python", text: "Python 4", by: "person" },
    ]);
  });
});
