import type { Column } from "@/components/data-table";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { SCOPE_WORDS } from "@/lib/client/access-words";
import type { KeysReply } from "@/lib/contract/keys";

export type Key = KeysReply["keys"][number];

const STATES = {
  active: { sign: "✓", words: "active", tone: "calm" },
  expired: { sign: "–", words: "expired", tone: "calm" },
  revoked: { sign: "✕", words: "revoked", tone: "calm" },
} as const;

/** A key as a line of the table. Below 640 px the first cell says what has no column there. */
export const keyColumns = (zone: string): Column<Key>[] => [
  {
    key: "name",
    title: "Name",
    cell: ({ name, hint, scope, state, expires_at }) => (
      <div className={`min-w-0 wrap-anywhere ${state === "active" ? "" : "text-ink-3"}`}>
        <bdi>{name}</bdi>
        <code className="block font-mono text-small text-ink-3">{hint}…</code>
        <span className="block text-small text-ink-2 sm:hidden">
          {scope} · <Tone {...STATES[state]} />
        </span>
        <span className="block text-small text-ink-3 sm:hidden">
          <Expiry at={expires_at} zone={zone} before="until " />
        </span>
      </div>
    ),
  },
  {
    key: "scope",
    title: "Scope",
    from: "sm",
    cell: ({ scope }) => <span title={SCOPE_WORDS[scope]}>{scope}</span>,
  },
  { key: "state", title: "State", from: "sm", cell: ({ state }) => <Tone {...STATES[state]} /> },
  {
    key: "created",
    title: "Made",
    from: "lg",
    cell: ({ created_at, created_by }) => (
      <>
        <Moment at={created_at} zone={zone} />
        <bdi className="block text-small wrap-anywhere text-ink-3">by {created_by}</bdi>
      </>
    ),
  },
  {
    key: "expires",
    title: "Expires",
    from: "sm",
    cell: ({ expires_at }) => <Expiry at={expires_at} zone={zone} />,
  },
  {
    key: "used",
    title: "Last used",
    from: "lg",
    cell: ({ last_used_at: at }) =>
      at === null ? <span className="text-ink-3">never</span> : <Moment at={at} zone={zone} />,
  },
];

const Expiry = ({ at, zone, before = "" }: { at: string | null; zone: string; before?: string }) =>
  at === null ? (
    <span className="text-ink-3">never{before === "" ? "" : " expires"}</span>
  ) : (
    <>
      {before}
      <Moment at={at} zone={zone} />
    </>
  );
