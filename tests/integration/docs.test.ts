import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { putReport } from "@/db/record/rollback-report";
import { docsSearch, postMortem } from "@/lib/contract/docs";
import { tagOf } from "@/lib/contract/traffic";
import { NOT_KNOWN } from "@/lib/domain/docs-fill";
import { choices, messageFigures } from "@/lib/server/docs/messages";
import { postMortemOf } from "@/lib/server/docs/post-mortem";
import { documentAt, Shelf } from "@/lib/server/docs/shelf";
import { inTransaction } from "@/lib/server/storage";
import { labelled, reasoned, rollbackAsked } from "@/lib/server/traffic/commands";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { ADA, MINUTE_MS, type ReleaseStage, releaseStage } from "@/tests/support/releases";
import { call, problemOf, routedApp } from "@/tests/support/routes";
import { rollbackReport } from "@/tests/support/traffic-replies";

/** A release that had half of the work, made three articles, and went back by itself. */
async function goneBack(stage: ReleaseStage, version = "sprint-15") {
  const id = await stage.started({ version });
  await stage.pass(5000);
  await stage.articles("green", 3);
  await stage.failures("green", 3);
  await stage.pass(20_000);
  const release = await stage.shown(id);
  expect(release.state).toBe("rolled_back");
  return { release, report: release.report! };
}

const markdownOf = async (stage: ReleaseStage, id: string) =>
  (await postMortemOf(stage.app, { params: { id } })).markdown;

describe("a post-mortem", () => {
  test("begins with what is known of the rollback: when, how fast, by which evidence, what was exposed", async () => {
    const stage = await releaseStage();
    const { release, report } = await goneBack(stage);
    const markdown = await markdownOf(stage, report);
    expect(markdown).toMatch(/^\| decided by +\| Greenlight, by itself +\|$/m);
    expect(markdown).toMatch(/^\| rule +\| api-error-rate +\|$/m);
    expect(markdown).toMatch(/^\| from +\| green · sprint-15, with 50 % of the work +\|$/m);
    expect(markdown).toMatch(/^Evidence: .*; 3 of n = \d bad, 95 % interval [\d.]+ % to [\d.]+ %$/m);
    for (const moment of ["T0", "T1", "T2", "T3", "T5"])
      expect(markdown).toMatch(new RegExp(`^\\| ${moment} [^|]+\\| 2026-11-23 [\\d:.]+ UTC +\\|$`, "m"));
    expect(markdown).toMatch(/^\| articles made there +\| 3 +\|$/m);
    expect(markdown.match(/^- \[ \] article \d+, 2026-11-23 [\d:.]+ UTC, \$0\.\d+$/gm)).toHaveLength(3);
    for (const { said } of release.timeline.slice(0, 1)) expect(markdown).toContain(said.split(":")[0]);
    expect(markdown).toMatch(/^\| [\d-]+ [\d:.]+ UTC \| rollback \| by itself \|/m);
    expect(markdown).toMatch(/Quarantine of the version: yes, since 2026-11-23/);
    expect(markdown).toContain("- jobs that green has begun run to their end there");
    expect(markdown).not.toContain("{{");
    expect(markdown).toContain(`Said afterwards: ${NOT_KNOWN}`);
  });

  test("has what people said afterwards, and none of it can forge a line", async () => {
    const stage = await releaseStage();
    const { report } = await goneBack(stage);
    await reasoned(stage.app, {
      ...{ params: { id: report }, who: ADA, request: new Request("http://h") },
      body: { reason: "bad prompt\n\n# Approved | all | is <b>well</b> [here](http://evil.example)" },
    });
    await labelled(stage.app, {
      ...{ params: { id: report }, who: ADA, request: new Request("http://h") },
      body: { right: true },
    });
    const markdown = await markdownOf(stage, report);
    expect(markdown).toContain(
      "bad prompt \\# Approved \\| all \\| is \\<b\\>well\\</b\\> \\[here\\]\\(http://evil.example\\)",
    );
    expect(markdown).not.toMatch(/^# Approved/m);
    expect(markdown).toContain("Said afterwards: right, says ada@example.org");
  });

  test("of a person's rollback outside of any release says what it does not know", async () => {
    const stage = await releaseStage();
    const { app } = stage;
    const wish = { actor: "ada", origin: "127.0.0.1", reason: "on trial" };
    await shiftTraffic(app, 50, wish, tagOf(await trafficState(app)));
    const asked = { params: {}, who: ADA, request: new Request("http://h"), body: { confirm: true } };
    const markdown = await markdownOf(stage, (await rollbackAsked(app, asked)).id);
    expect(markdown).toMatch(/^\| decided by +\| ada@example.org +\|$/m);
    expect(markdown).toMatch(/^\| rule +\| none: a person decided +\|$/m);
    expect(markdown).toMatch(new RegExp(`^\\| release +\\| ${NOT_KNOWN} +\\|$`, "m"));
    expect(markdown).toMatch(new RegExp(`^\\| T1 [^|]+\\| ${NOT_KNOWN} +\\|$`, "m"));
    expect(markdown).toContain(`Evidence: ${NOT_KNOWN}`);
  });

  test("is a file to save as Markdown, and JSON otherwise; 404 where there is no such rollback", async () => {
    const app = await routedApp();
    await inTransaction(app, (tx) => putReport(tx, rollbackReport()));
    const asked = (id: string, search = "") =>
      call(`/api/rollbacks/${id}/post-mortem`, search, { template: postMortem.path, params: { id } });
    const json = await asked("r4");
    expect(json.headers.get("content-disposition")).toBeNull();
    expect(postMortem.reply.parse(await json.json())).toMatchObject({
      report: "r4",
      file: "post-mortem-r4.md",
    });
    const saved = await asked("r4", "?format=md");
    expect(saved.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(saved.headers.get("content-disposition")).toBe('attachment; filename="post-mortem-r4.md"');
    const text = await saved.text();
    expect(text).toMatch(/^# Post-mortem\n/);
    expect(text).toContain("[runbook](http://127.0.0.1:3000/docs/runbook)");
    expect(text).not.toMatch(/\]\([\w-]+\.md/);
    const none = await asked("r99");
    expect(none.status).toBe(404);
    expect(await problemOf(none)).toMatchObject({ detail: 'there is no rollback "r99"' });
  });
});

describe("messages", () => {
  test("of a plan say what it will do, and of everything else that it is not known yet", async () => {
    const stage = await releaseStage();
    const { id } = await stage.planned();
    expect(await choices(stage.app)).toMatchObject([{ id, version: "sprint-15", live: false }]);
    const figures = await messageFigures(stage.app, id);
    expect(figures).toMatchObject({
      ...{ version: "sprint-15", environment: "green", old_environment: "blue", backup_time: "24 h" },
      plan: "50 % for 1 h and 8 articles, then 100 % for 1 h and 8 articles",
      ...{ state: "draft", planned_by: "ada@example.org", since: null, articles: null, roi: null },
      ...{ back_at: null, back_by: null, exposed_articles: null, report_link: null },
    });
    expect(figures.link).toBe(`http://127.0.0.1:3000/releases/${id}`);
  });

  test("of one under way have its figures beside the old one's, since it first had work", async () => {
    const stage = await releaseStage();
    const id = await stage.started();
    await stage.pass(5000);
    await stage.articles("green", 4);
    await stage.articles("blue", 4, 1);
    await stage.pass(MINUTE_MS);
    const figures = await messageFigures(stage.app, id);
    expect(figures).toMatchObject({
      articles: "4",
      share: "50 %",
      failed_jobs: null,
      error_rate: null,
    });
    expect(figures.cost_per_article).toMatch(/^\$0\.\d{4}$/);
    expect(figures.old_cost_per_article).toMatch(/^\$1\.\d{2}$/);
    expect(figures.since).toMatch(/^23 Nov 2026, 12:0\d \(UTC\)$/);
    expect((await choices(stage.app))[0]).toMatchObject({ id, live: true });
    await stage.failures("green", 1);
    expect(await messageFigures(stage.app, id)).toMatchObject({
      failed_jobs: "1",
      error_rate: expect.stringMatching(/^20\.0\s%$/),
    });
  });

  test("of one that went back say when, by whom and what was exposed", async () => {
    const stage = await releaseStage();
    const { release, report } = await goneBack(stage);
    expect(await messageFigures(stage.app, release.id)).toMatchObject({
      back_by: "Greenlight by itself, for api-error-rate",
      back_at: expect.stringMatching(/^23 Nov 2026/),
      exposed_articles: "3",
      reaction: expect.stringMatching(/^\d+ ms$/),
      report_link: `http://127.0.0.1:3000/releases/rollbacks/${report}`,
    });
  });

  test("a version that is no version stays on its line", async () => {
    const stage = await releaseStage();
    const { id } = await stage.planned({ version: "<!here> v2\u202e" });
    expect((await messageFigures(stage.app, id)).version).toBe("‹!here› v2");
  });
});

describe("GET /api/docs", () => {
  const found = async (q: string) => {
    const response = await call("/api/docs", `?q=${encodeURIComponent(q)}`);
    expect(response.status).toBe(200);
    return docsSearch.reply.parse(await response.json()).results;
  };

  test("finds the section that says what to do, by its words, their beginnings, and with a slip", async () => {
    await routedApp();
    for (const q of ["roll back", "rol back", "roll bac"])
      expect(
        (await found(q)).map(({ path }) => path),
        q,
      ).toContain("/docs/runbook#roll-back");
    const [first] = await found("api-error-rate");
    expect(first).toMatchObject({
      path: "/docs/runbook#api-error-rate",
      document: "Runbook",
      section: "api-error-rate",
    });
    const [haproxy] = await found("haproxy gone");
    expect(haproxy).toMatchObject({ path: "/docs/runbook#haproxy-is-gone" });
    expect(haproxy?.snippet.toLowerCase()).toContain("haproxy");
    expect(haproxy?.matched).toContain("haproxy");
  });

  test("finds at most ten, nothing for nothing, and nothing for what stands nowhere", async () => {
    await routedApp();
    expect((await found("the")).length).toBeLessThanOrEqual(10);
    expect(await found("  ")).toEqual([]);
    expect(await found("xyzzyqwv")).toEqual([]);
    expect((await found("quality xyzzyqwv")).length).toBeGreaterThan(0);
    expect((await call("/api/docs", `?q=${"a".repeat(201)}`)).status).toBe(400);
    expect((await call("/api/docs")).status).toBe(400);
  });
});

describe("the shelf", () => {
  test("reads a document again when its file has changed, sees new ones, and forgets those that are gone", async () => {
    const root = await mkdtemp(join(tmpdir(), "greenlight-docs-"));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await mkdir(join(root, "decisions"));
    await writeFile(join(root, "a.md"), "# First\n\nWords.\n");
    await writeFile(join(root, "decisions", "0001-b.md"), "# 1. Second\n");
    await writeFile(join(root, "notes.txt"), "# None\n");
    const shelf = new Shelf(root);
    const titles = async () => (await shelf.documents()).map(({ name, title }) => `${name}: ${title}`);
    expect(await titles()).toEqual(["a: First", "decisions/0001-b: 1. Second"]);
    expect(await shelf.documents()).toBe(await shelf.documents());
    await writeFile(join(root, "a.md"), "# Third\n\nWords.\n");
    await utimes(join(root, "a.md"), 1, 1);
    await writeFile(join(root, "c.md"), "# Fourth\n");
    await rm(join(root, "decisions", "0001-b.md"));
    expect(await titles()).toEqual(["a: Third", "c: Fourth"]);
  });

  test.each([
    "../README",
    "../package.json",
    "templates/pre-deployment",
    "decisions/../runbook",
    "/etc/passwd",
    "",
    "runbook.md",
  ])("has nothing at %s", async (path) => {
    expect(await documentAt(path)).toBeNull();
  });

  test("has the list of decisions where their folder is", async () => {
    expect(await documentAt("decisions")).toMatchObject({ name: "decisions/README" });
  });
});
