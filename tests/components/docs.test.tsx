import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { DocHits } from "@/components/docs/doc-hits";
import { Markdown } from "@/components/docs/markdown";
import { Shelf } from "@/lib/server/docs/shelf";
import { shown } from "@/tests/support/markup";

vi.mock("next/navigation", () => ({ useRouter: () => ({ replace: () => {} }) }));

const documents = await new Shelf("docs").documents();
const markupOf = (text: string, more: Partial<Parameters<typeof Markdown>[0]> = {}) =>
  renderToStaticMarkup(<Markdown name="runbook" text={text} {...more} />);

describe("every document", () => {
  test.each(documents.map(({ name }) => name))(
    "%s is a page with one title, and its sections are there",
    (name) => {
      const document = documents.find((one) => one.name === name)!;
      const markup = markupOf(document.text, { name });
      expect(markup.match(/<h1/g)).toHaveLength(1);
      const ids = [...markup.matchAll(/<h[2-6] id="([^"]+)"/g)].map(([, id]) => id);
      expect(ids).toEqual(document.sections.map(({ anchor }) => anchor).filter((anchor) => anchor !== ""));
      expect(markup).not.toMatch(/href="[^"]*\.md/);
      for (const [, address] of markup.matchAll(/<a [^>]*href="([^"]+)"/g))
        expect(address).toMatch(/^(https:\/\/|\/|#)/);
    },
  );
});

describe("Markdown", () => {
  test("leaves HTML out, and leads nowhere by script", () => {
    const markup = markupOf('a <img src=x onerror="alert(1)"> b [c](javascript:alert(1)) <script>d</script>');
    expect(markup).not.toMatch(/<img|<script|javascript:|onerror/);
    expect(shown(markup)).toContain("c");
  });

  test("shows a command to be copied, and a table that scrolls by keyboard", () => {
    const markup = markupOf("```sh\nnpm run up\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n");
    expect(shown(markup)).toMatch(/npm run up Copy : npm run up/);
    expect(markup).toMatch(/<div role="group" aria-label="Table" tabindex="0"/);
    expect(markup).toContain('<th scope="col"');
  });

  test("shows a message under its title, filled; without figures its places stand", () => {
    const text = "```message It starts: to the team\n{{version}} starts.\n```\n";
    expect(shown(markupOf(text, { figures: { version: "<b>v1</b>" } }))).toMatch(
      /It starts: to the team &lt;b&gt;v1&lt;\/b&gt; starts\./,
    );
    expect(shown(markupOf(text))).toContain("{{version}} starts.");
  });

  test("shows what is to be ticked without a control that nobody can use", () => {
    const markup = markupOf("- [ ] look at it\n- [x] done\n");
    expect(markup).not.toContain("<input");
    expect(shown(markup)).toMatch(/☐ look at it ☑ done/);
  });
});

describe("what was found", () => {
  const hit = {
    path: "/docs/runbook#roll-back",
    document: "Runbook",
    section: "Roll back",
    snippet: "a rollback (x) is one click",
    matched: ["rollback", "(x)", "is"],
  };

  test("says where it stands, and marks the words", () => {
    const markup = renderToStaticMarkup(<DocHits q="rollback" hits={[hit]} />);
    expect(shown(markup)).toContain("Runbook › Roll back");
    expect([...markup.matchAll(/<mark[^>]*>([^<]+)<\/mark>/g)].map(([, word]) => word)).toEqual([
      "rollback",
      "(x)",
      "is",
    ]);
  });

  test("nothing is said to be found where nothing is", () => {
    expect(shown(renderToStaticMarkup(<DocHits q="zzz" hits={[]} />))).toContain(
      "No document has “zzz”, or anything like it.",
    );
  });
});
