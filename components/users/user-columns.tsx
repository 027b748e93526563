import type { Column } from "@/components/data-table";
import { Moment } from "@/components/lists/cells";
import { Tone } from "@/components/releases/tone";
import { ROLE_WORDS, standingOf, titleNames } from "@/lib/client/access-words";
import type { User } from "@/lib/contract/people";
import { count } from "@/lib/domain/format";

/** A user as a line of the table. Below 640 px the first cell says what has no column there. */
export const userColumns = (zone: string, ownEmail: string | null): Column<User>[] => [
  {
    key: "name",
    title: "Name",
    cell: (user) => (
      <div className={`min-w-0 wrap-anywhere ${user.disabled ? "text-ink-3" : ""}`}>
        <bdi>{user.name}</bdi>
        {user.email === ownEmail && <span className="text-ink-3"> · you</span>}
        <bdi className="block text-small text-ink-3">{user.email}</bdi>
        <span className="block text-small text-ink-2 sm:hidden">
          {ROLE_WORDS[user.role].name}
          {user.titles.length > 0 && ` · ${titleNames(user.titles)}`}
        </span>
        <span className="block text-small md:hidden">
          <Tone {...standingOf(user, zone)} />
        </span>
      </div>
    ),
  },
  { key: "role", title: "Role", from: "sm", cell: ({ role }) => ROLE_WORDS[role].name },
  { key: "titles", title: "Titles", from: "sm", cell: ({ titles }) => titleNames(titles) || "—" },
  { key: "state", title: "State", from: "md", cell: (user) => <Tone {...standingOf(user, zone)} /> },
  { key: "sessions", title: "Sessions", from: "lg", numeric: true, cell: ({ sessions }) => count(sessions) },
  {
    key: "last",
    title: "Last sign-in",
    from: "lg",
    numeric: true,
    cell: ({ last_signed_in_at: at }) =>
      at === null ? <span className="text-ink-3">never</span> : <Moment at={at} zone={zone} />,
  },
];
