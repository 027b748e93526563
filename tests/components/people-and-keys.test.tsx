import type { ReactNode } from "react";
import { describe, expect, test, vi } from "vitest";
import { expiryOf, LASTING } from "@/components/keys/expiry";
import { Keys } from "@/components/keys/keys";
import { MadeKey } from "@/components/keys/made-key";
import { RevokeKey } from "@/components/keys/revoke-key";
import { tryLine } from "@/components/keys/try-line";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { Invitation } from "@/components/users/invitation";
import { UserPanel } from "@/components/users/user-panel";
import { Users } from "@/components/users/users";
import { keysQuery, meQuery, usersQuery } from "@/lib/client/queries";
import type { KeysReply } from "@/lib/contract/keys";
import type { Me, User } from "@/lib/contract/people";
import { SCOPES } from "@/lib/domain/access";
import { rendered, shown } from "@/tests/support/markup";
import { DEMO_VISITOR, ONLOOKER, person } from "@/tests/support/me";

vi.mock("next/navigation", () => ({
  usePathname: () => "/settings/users",
  useSearchParams: () => new URLSearchParams(),
}));

const AT = "2026-11-23T13:00:00.000Z";

const user = (more: Partial<User> = {}): User => ({
  id: "u1",
  name: "Vera",
  email: "vera@example.org",
  role: "viewer",
  titles: [],
  disabled: false,
  invited_until: null,
  has_password: true,
  sessions: 2,
  last_signed_in_at: AT,
  created_at: AT,
  ...more,
});

const key = (more: Partial<KeysReply["keys"][number]> = {}): KeysReply["keys"][number] => ({
  id: "k1",
  name: "pipeline",
  scope: "ingest",
  hint: "gl_abc123",
  state: "active",
  created_at: AT,
  created_by: "ana@example.org",
  expires_at: null,
  last_used_at: null,
  ...more,
});

interface Known {
  users?: User[];
  keys?: KeysReply;
}

const shownTo = (me: Me, page: ReactNode, { users, keys }: Known = {}): string =>
  rendered(page, (client) => {
    client.setQueryData(meQuery().queryKey, me);
    if (users !== undefined) client.setQueryData(usersQuery().queryKey, { users });
    if (keys !== undefined) client.setQueryData(keysQuery().queryKey, keys);
  });

const admin = (page: ReactNode, known: Known = {}): string => shown(shownTo(person("admin"), page, known));

describe("pages of administrators", () => {
  test.each([
    [person("viewer"), "You are Vera viewer ( viewer@example.org), with the role viewer."],
    [person("operator"), "with the role operator."],
    [ONLOOKER, "You look without being signed in."],
    [DEMO_VISITOR, "The demo has no sign-in"],
  ])("tell others that they are, and who looks, and show nothing", (me, words) => {
    for (const page of [<Users key="u" />, <Keys key="k" />]) {
      const text = shown(shownTo(me, page, { users: [user()], keys: { bootstrap: true, keys: [key()] } }));
      expect(text).toContain("This page is for administrators");
      expect(text).toContain(words);
      expect(text).not.toMatch(/vera@|gl_abc|GREENLIGHT_API_KEY|Make/);
    }
  });

  test("are named to administrators alone", () => {
    expect(admin(<SettingsTabs />)).toMatch(/Configuration +Users +Keys/);
    expect(shownTo(person("operator"), <SettingsTabs />)).toBe("");
  });
});

describe("the users", () => {
  test("stand with role, titles, state, sessions and last sign-in; one's own is marked", () => {
    const text = admin(<Users />, {
      users: [
        user({ id: "a", name: "Ana", email: "admin@example.org", role: "admin", titles: ["pm", "devops"] }),
        user({ sessions: 0, last_signed_in_at: null, has_password: false, invited_until: AT }),
      ],
    });
    expect(text).toContain("2 people");
    expect(text).toMatch(
      /Ana · you admin@example\.org .*Administrator PM, DevOps ✓ active 2 23 Nov 2026, 13:00/,
    );
    expect(text).toMatch(/Viewer — … invited until 23 Nov 2026, 13:00 0 never/);
  });

  test("are added with every role and title explained", () => {
    const text = admin(<Users />, { users: [user()] });
    expect(text).toContain("Viewer sees every page but users and keys; changes nothing");
    expect(text).toContain("Stakeholder signs a release off for what it is worth");
  });
});

describe("what can be changed of an account", () => {
  const panel = (more: Partial<User>, own = false) =>
    admin(<UserPanel user={user(more)} own={own} zone="UTC" />);

  test("says before what a new link and a closed account bring about", () => {
    const text = panel({});
    expect(text).toContain("The present one does nothing any more, and 2 sessions end at once.");
    expect(text).toContain("May not sign in any more, and 2 sessions end at once. What was done stays");
  });

  test("opens again what was closed", () => {
    const text = panel({ disabled: true, sessions: 0 });
    expect(text).toContain("Enable May sign in again, with the password and the role from before.");
    expect(text).not.toContain("New link");
    expect(panel({ disabled: true, has_password: false })).toContain("May sign in again, with a new link.");
  });

  test("is not one's own password, with which one would lock oneself out", () => {
    const text = panel({}, true);
    expect(text).toContain("This is you");
    expect(text).not.toMatch(/New link|Disable/);
  });

  test("ends with a link that is shown once, with until when", () => {
    const invited = { ...user(), link: "http://127.0.0.1:3000/welcome?token=abc", link_until: AT };
    const text = admin(<Invitation invited={invited} zone="UTC" close={() => {}} />);
    expect(text).toContain("Shown here only, and only now. Send it to vera@example.org");
    expect(text).toContain("It works once, until 23 Nov 2026, 13:00.");
    expect(text).toContain("/welcome?token=abc");
    expect(text).toContain("Copy the link");
  });
});

describe("the keys", () => {
  test("stand with how they begin, active ones first; what has ended cannot be revoked", () => {
    const text = admin(<Keys />, {
      keys: {
        bootstrap: false,
        keys: [key({ id: "k0", name: "old", state: "revoked" }), key({ last_used_at: AT, expires_at: AT })],
      },
    });
    expect(text).toContain("1 active");
    expect(text).toMatch(
      /pipeline gl_abc123… .*✓ active .*by ana@example\.org .*Revoke pipeline.*old gl_abc123…/,
    );
    expect(text).not.toContain("Revoke old");
    expect(text).not.toContain("GREENLIGHT_API_KEY");
  });

  test("name the one that is not in the list", () => {
    const text = admin(<Keys />, { keys: { bootstrap: true, keys: [] } });
    expect(text).toContain("GREENLIGHT_API_KEY is set: one more key, with all rights and without an end");
    expect(text).toContain("No key was made yet.");
  });

  test("say what ends before one is revoked", () => {
    const text = admin(<RevokeKey apiKey={key()} close={() => {}} />);
    expect(text).toContain("Whatever sends gl_abc123… is refused from this moment on, for ever.");
    expect(text).toContain("It was never used.");
  });

  test("are shown once, with a line to try them", () => {
    const made = { ...key(), key: "gl_abc123-the-rest" };
    const text = admin(<MadeKey made={made} zone="UTC" close={() => {}} />);
    expect(text).toContain("Shown here only, and only now");
    expect(text).toContain("Scope ingest, without an end.");
    expect(text).toContain("Copy the key");
    expect(text).toContain("Bearer gl_abc123-the-rest");
  });

  test.each(SCOPES)("of scope %s are tried by what they may, which does no harm", (scope) => {
    const line = tryLine(scope, "gl_key", "http://h:1");
    expect(line).toContain('curl -H "authorization: Bearer gl_key"');
    expect(line).toContain(
      { ingest: "/api/ingest/", read: "/api/summary", operate: '"dry_run": true', admin: "/api/users" }[
        scope
      ],
    );
  });

  test("end when somebody chose it: days from now, or never", () => {
    const nowMs = Date.parse(AT);
    expect(LASTING.map(({ value }) => expiryOf(value, nowMs)?.slice(0, 10) ?? null)).toEqual([
      "2026-12-23",
      "2027-02-21",
      "2027-11-23",
      null,
    ]);
    expect(expiryOf("a lot", nowMs)).toBe(expiryOf("30", nowMs));
  });
});
