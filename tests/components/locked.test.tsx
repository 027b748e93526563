import { describe, expect, test, vi } from "vitest";
import { ReportView } from "@/components/releases/report-view";
import { SplitControl } from "@/components/releases/split-control";
import { ReleaseStrip } from "@/components/shell/release-strip";
import { UndoButton } from "@/components/shell/undo-button";
import { meQuery, rollbackQuery, trafficQuery } from "@/lib/client/queries";
import type { Me } from "@/lib/contract/people";
import { rendered } from "@/tests/support/markup";
import { DEMO_VISITOR, ONLOOKER, person } from "@/tests/support/me";
import { AT, AT_MS, rollbackReport, trafficReply } from "@/tests/support/traffic-replies";

vi.mock("next/navigation", () => ({
  usePathname: () => "/releases",
  useSearchParams: () => new URLSearchParams(),
}));

const REPORT = rollbackReport();

/** Every control with which somebody acts on the traffic. */
const CONTROLS = {
  "the rollback button": {
    page: <ReleaseStrip paintedMs={AT_MS} />,
    control: /<button[^>]*>(?=<bdi[^>]*>Roll back)/g,
    of: 1,
  },
  "the slider": {
    page: <SplitControl traffic={trafficReply()} />,
    control: /<input[^>]*type="range"[^>]*>/g,
    of: 1,
  },
  "the marks of the slider": {
    page: <SplitControl traffic={trafficReply()} />,
    control: /<button[^>]*aria-pressed[^>]*>/g,
    of: 3,
  },
  "the reason of a shift": {
    page: <SplitControl traffic={trafficReply()} />,
    control: /<input[^>]*maxLength[^>]*>/gi,
    of: 1,
  },
  "the shift": {
    page: <SplitControl traffic={trafficReply()} />,
    control: /<button[^>]*type="submit"[^>]*>/g,
    of: 1,
  },
  "the reason and the label of a rollback": {
    page: <ReportView id={REPORT.id} />,
    control: /<button[^>]*>|<input[^>]*>/g,
    of: 9,
  },
  "the undo": {
    page: <UndoButton report={REPORT} until={AT} nowMs={AT_MS} undone={() => {}} />,
    control: /<button[^>]*>/g,
    of: 1,
  },
};

const shownTo = (me: Me | null, page: React.ReactNode): string =>
  rendered(page, (client) => {
    client.setQueryData(trafficQuery().queryKey, trafficReply());
    client.setQueryData(rollbackQuery(REPORT.id).queryKey, REPORT);
    if (me !== null) client.setQueryData(meQuery().queryKey, me);
  });

const LOCKED = /aria-disabled="true"/;

/** What a control says of itself to who cannot see it. */
function describedIn(html: string, control: string): string {
  const [, ids = ""] = /aria-describedby="([^"]*)"/.exec(control) ?? [];
  const texts = ids.split(" ").map((id) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1]);
  return texts.join(" ");
}

describe.each(Object.entries(CONTROLS))("%s", (_name, { page, control, of }) => {
  const found = (me: Me | null): { html: string; controls: string[] } => {
    const html = shownTo(me, page);
    return { html, controls: [...html.matchAll(control)].map(([text]) => text) };
  };

  test.each([
    ["a viewer", person("viewer"), "Needs the operator role."],
    ["who only looks", ONLOOKER, "Needs the operator role: sign in."],
  ])("stays in its place for %s, disabled, and says why", (_who, me, words) => {
    const { html, controls } = found(me);
    expect(controls).toHaveLength(of);
    for (const one of controls) {
      expect(one).toMatch(LOCKED);
      expect(describedIn(html, one)).toBe(words);
    }
  });

  test.each([
    ["an operator", person("operator")],
    ["an administrator", person("admin")],
    ["a visitor of the demo", DEMO_VISITOR],
    ["whoever is not known yet", null],
  ])("is there for %s", (_who, me) => {
    const { controls } = found(me);
    expect(controls).toHaveLength(of);
    expect(controls.filter((one) => LOCKED.test(one))).toEqual([]);
  });
});

test("a viewer is still shown where a rollback would lead, and whether that is ready", () => {
  const html = shownTo(person("viewer"), <ReleaseStrip paintedMs={AT_MS} />);
  expect(html).toContain("Roll back to blue · sprint-14");
  expect(html).toContain("ready, healthy, checked 12 s ago");
});
