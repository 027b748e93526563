import { toString as textOf } from "mdast-util-to-string";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { describe, expect, test } from "vitest";
import { escaped, filled, placesOf, utc, zoned } from "@/lib/domain/docs-fill";
import { leadOf, pathOf } from "@/lib/domain/docs-links";
import { led, messagesFilled, type Node } from "@/lib/domain/docs-tree";
import fc from "@/tests/support/laws";

const parsed = (markdown: string): Node => remark().use(remarkGfm).parse(markdown);

/** Every kind of part that a tree has. */
const kinds = (node: Node): string[] => [node.type, ...(node.children ?? []).flatMap(kinds)];

describe("filling", () => {
  test("puts each figure in its places, and says so where it is not known", () => {
    const known = { version: "v1", share: null };
    expect(filled("{{version}} has {{ share }}; {{version}}", known)).toBe("v1 has not known yet; v1");
    expect(placesOf("{{version}} has {{ share }}; {{version}}")).toEqual(["version", "share"]);
  });

  test("happens once: whatever a figure holds is what stands there in the end", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(filled("a {{x}} b", { x: value, y: "never" })).toBe(`a ${value} b`);
      }),
    );
    expect(filled("{{x}}", { x: "{{y}} $& $1", y: "never" })).toBe("{{y}} $& $1");
  });
});

describe("text from outside", () => {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "|",
          "\n",
          "# ",
          "- ",
          "```",
          "`",
          "[x](y)",
          "<b>",
          "*",
          "_",
          "\\",
          "&lt;",
          "{{x}}",
          "~~",
          "a",
          " ",
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join("")),
  );

  test("stays the text of one cell, whatever it holds", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const document = parsed(`| what | said |\n| --- | --- |\n| a | ${escaped(text)} |\n`);
        const [table] = document.children ?? [];
        expect(document.children).toHaveLength(1);
        expect(table?.children).toHaveLength(2);
        expect(table?.children?.[1]?.children).toHaveLength(2);
        const inert = ["root", "table", "tableRow", "tableCell", "text", "link"];
        expect(kinds(document).filter((kind) => !inert.includes(kind))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("is shown as it was written, on one line", () => {
    const shown = (text: string) => textOf(parsed(`said: ${escaped(text)}`));
    expect(shown("a *b* <i>c</i>\n# d | e \\ [f](g) &amp; `h`")).toBe(
      "said: a *b* <i>c</i> # d | e \\ [f](g) &amp; `h`",
    );
  });

  test("makes no address a link once it stands in a document", () => {
    const document = parsed("see https://evil.example, www.evil.example, [us](runbook.md) and a@b.example");
    led(document, "post-mortem", true);
    const links = kinds(document).filter((kind) => kind === "link");
    expect(links).toHaveLength(1);
    expect(textOf(document)).toBe("see https://evil.example, www.evil.example, us and a@b.example");
  });

  test("cannot end a message that it is filled into", () => {
    const document = parsed("```message A title\nIt is {{x}}\n```\n\n## Next\n");
    messagesFilled(document, { x: "\n```\n# not a title" });
    expect(kinds(document)).toEqual(["root", "code", "heading", "text"]);
    expect(document.children?.[0]?.value).toBe("It is \n```\n# not a title");
  });
});

describe("a link", () => {
  test.each([
    ["runbook.md#roll-back", "incident-response", { kind: "page", path: "/docs/runbook#roll-back" }],
    ["decisions/0001-own-runtime.md", "api", { kind: "page", path: "/docs/decisions/0001-own-runtime" }],
    ["../maths.md", "decisions/0001-own-runtime", { kind: "page", path: "/docs/maths" }],
    ["0002-x.md", "decisions/README", { kind: "page", path: "/docs/decisions/0002-x" }],
    ["decisions/README.md", "architecture", { kind: "page", path: "/docs/decisions" }],
    ["#watch", "runbook", { kind: "page", path: "#watch" }],
    ["/alerts", "runbook", { kind: "page", path: "/alerts" }],
    ["../lib/domain/rule.ts", "maths", { kind: "file", path: "lib/domain/rule.ts" }],
    ["templates/pre-deployment.yaml", "api", { kind: "file", path: "docs/templates/pre-deployment.yaml" }],
    ["https://example.org/a.md", "api", { kind: "elsewhere", url: "https://example.org/a.md" }],
    ["//example.org/a.md", "api", { kind: "elsewhere", url: "//example.org/a.md" }],
    ["javascript:alert(1)", "api", { kind: "file", path: "docs/javascript:alert(1)" }],
    ["mailto:a@b.example", "api", { kind: "file", path: "docs/mailto:a@b.example" }],
  ] as const)("%s of %s leads to %j", (href, document, lead) => {
    expect(leadOf(href, document)).toEqual(lead);
  });

  test("to a folder is to its list", () => {
    expect(["runbook", "decisions/README"].map(pathOf)).toEqual(["/docs/runbook", "/docs/decisions"]);
  });
});

test("moments are written with their zone", () => {
  expect(utc("2026-11-23T12:00:05.011Z")).toBe("2026-11-23 12:00:05.011 UTC");
  expect(utc("2026-11-23T12:00:05Z")).toBe("2026-11-23 12:00:05 UTC");
  expect(zoned("2026-07-01T22:30:00Z", "Europe/Warsaw")).toBe("2 Jul 2026, 00:30 (Europe/Warsaw)");
});
