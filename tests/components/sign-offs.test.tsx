import { describe, expect, test } from "vitest";
import { SignOffsCard } from "@/components/governance/sign-offs-card";
import { meQuery } from "@/lib/client/queries";
import { signOffsQuery } from "@/lib/client/release-queries";
import { standWords } from "@/lib/client/sign-off-words";
import type { Me } from "@/lib/contract/people";
import type { SignOff, SignOffsReply } from "@/lib/contract/sign-offs";
import { rendered, shown } from "@/tests/support/markup";
import { ONLOOKER, person } from "@/tests/support/me";

const AT = "2026-11-23T12:00:00.000Z";
const place = (environment: "blue" | "green", version: string) => ({
  ...{ environment, version, from: "2026-11-16T12:00:00.000Z", to: AT },
});

const SIGNED: SignOff = {
  ...{ id: 1, title: "pm", name: "Pia", actor: "pia@example.org", at: AT, note: "good", revoked: null },
  seen: {
    ...{ release: "a1", plan_hash: "cd7144baa863a89b", at: AT },
    candidate: place("green", "sprint-15"),
    control: place("blue", "sprint-14"),
    checklist: { done: 9, total: 45 },
    runs: [{ kind: "smoke", state: "passed", said: "3 of 3 articles, $1.46, 24 s", at: AT }],
    figures: [
      {
        figure: "cost_per_article_usd",
        candidate: { value: 0.5, n: 3 },
        control: { value: 0.75, n: 98 },
      },
      { figure: "gate_pass_rate", candidate: { value: null, n: 0 }, control: { value: 0.8125, n: 64 } },
    ],
  },
};

const reply = (more: Partial<SignOffsReply> = {}): SignOffsReply => ({
  ...{ required: ["stakeholder", "pm"], missing: ["stakeholder"], can_sign: true, revocable: true },
  sign_offs: [SIGNED],
  ...more,
});

const card = (me: Me, more: Partial<SignOffsReply> = {}) =>
  rendered(<SignOffsCard id="a1" zone="UTC" />, (client) => {
    client.setQueryData(meQuery().queryKey, me);
    client.setQueryData(signOffsQuery("a1").queryKey, reply(more));
  });

describe("the sign-offs of a release", () => {
  test("say who signed, when, why, and on which figures, with their samples", () => {
    const text = shown(card(person("viewer")));
    expect(text).toContain("PM for its quality ✓ signed Pia, 23 Nov 2026, 12:00");
    expect(text).toContain("“good”");
    expect(text).toMatch(/Cost per article \$0\.5000 n = 3 \$0\.7500 n = 98/);
    expect(text).toMatch(/Gate pass rate — nothing recorded n = 0 81\.3 % n = 64/);
    expect(text).toContain(
      "Checklist: 9 of 45 items done Validation: not run Smoke tests: passed, 3 of 3 articles",
    );
    expect(text).toContain("Stakeholder for what it is worth ○ has to sign before it starts");
    expect(text).toContain("DevOps for its running – not signed, not asked for");
  });

  test.each<[string, Me, string[]]>([
    ["a viewer without a title", person("viewer"), []],
    ["an administrator without a title", person("admin"), []],
    ["whoever looks at a wall display", ONLOOKER, []],
    [
      "a stakeholder who may else only read",
      person("viewer", ["stakeholder"]),
      ["Look, and sign as Stakeholder"],
    ],
    ["whoever has signed", person("viewer", ["pm"]), ["Take back"]],
  ])("offer %s only what is theirs", (_, me, buttons) => {
    const found = [...card(me).matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, text]) =>
      shown(text ?? "").trim(),
    );
    expect(found).toEqual(buttons);
  });

  test("are not taken back once it has started, and not given once it went back", () => {
    const all = person("viewer", ["stakeholder", "pm", "devops"]);
    expect(card(all, { revocable: false, can_sign: false })).not.toContain("<button");
  });

  test("that were taken back stay on record", () => {
    const gone = { ...SIGNED, revoked: { at: AT, by: "pia@example.org", reason: "the wrong plan" } };
    const text = shown(card(ONLOOKER, { sign_offs: [gone], missing: ["stakeholder", "pm"] }));
    expect(text).toContain("Taken back: 1");
    expect(text).toContain("taken back by pia@example.org, 23 Nov 2026, 12:00 : the wrong plan");
  });
});

test.each([
  [[], [], "nobody has to"],
  [["pm"], [], "signed by everybody it asks for"],
  [["pm", "devops"], ["devops"], "DevOps still has to"],
  [["stakeholder", "pm"], ["stakeholder", "pm"], "Stakeholder and PM still have to"],
] as const)("asked for %j, missing %j: %s", (required, missing, words) => {
  expect(standWords({ required: [...required], missing: [...missing] })).toBe(words);
});
