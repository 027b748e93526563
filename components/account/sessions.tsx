"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Fault } from "@/components/access/fault";
import { useCommand } from "@/components/access/use-command";
import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { Moment } from "@/components/lists/cells";
import { useSignOut } from "@/components/shell/who";
import { agentWords } from "@/lib/client/agent";
import { commanded } from "@/lib/client/commands";
import type { SessionsReply } from "@/lib/contract/people";
import { counted, UNKNOWN } from "@/lib/domain/format";

type Session = SessionsReply["sessions"][number];

/** Where one is signed in, and how each of it ends. */
export function Sessions({ sessions, zone }: { sessions: readonly Session[]; zone: string }) {
  const client = useQueryClient();
  const end = useCommand(async (path: string) => {
    await commanded({ method: "POST", path: `/api/sessions/${path}`, body: {} });
    await client.invalidateQueries({ queryKey: ["access"] });
  });
  const { fault: stay, ...out } = useSignOut();
  const action: Column<Session> = {
    key: "end",
    title: <span className="sr-only">End it</span>,
    numeric: true,
    cell: ({ id, current, agent }) =>
      current ? (
        <button type="button" {...out} className="control min-h-7 px-2">
          Sign out
        </button>
      ) : (
        <button
          type="button"
          onClick={() => end.send(`${encodeURIComponent(id)}/revoke`)}
          className="control min-h-7 px-2"
        >
          End<span className="sr-only"> the session of {agentWords(agent)}</span>
        </button>
      ),
  };
  return (
    <Card
      title="Sessions"
      unit={sessions.length === 1 ? "only here" : `in ${counted(sessions.length, "place")}`}
      className="mt-3"
    >
      <DataTable
        caption="Where you are signed in"
        columns={[...columnsIn(zone), action]}
        rows={sessions}
        rowKey={({ id }) => id}
      />
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        {sessions.length > 1 && (
          <button type="button" onClick={() => end.send("revoke-others")} className="control">
            End all but this one
          </button>
        )}
        <p className="text-small text-ink-3">
          A session ends by itself seven days after its sign-in. One that you do not know? End it, and change
          your password.
        </p>
      </div>
      <Fault words={end.fault ?? stay} />
    </Card>
  );
}

const columnsIn = (zone: string): Column<Session>[] => [
  {
    key: "agent",
    title: "Browser",
    cell: ({ agent, current, address, created_at, expires_at }) => (
      <>
        <bdi title={agent ?? undefined}>{agentWords(agent)}</bdi>
        {current && <span className="text-ink-3"> · this one</span>}
        <span className="block text-small text-ink-3 sm:hidden">{address ?? "address not known"}</span>
        <span className="block text-small text-ink-3 lg:hidden">
          <Moment at={created_at} zone={zone} /> until <Moment at={expires_at} zone={zone} />
        </span>
      </>
    ),
  },
  { key: "address", title: "Address", from: "sm", cell: ({ address }) => address ?? UNKNOWN },
  { key: "since", title: "Since", from: "lg", cell: (one) => <Moment at={one.created_at} zone={zone} /> },
  { key: "until", title: "Until", from: "lg", cell: (one) => <Moment at={one.expires_at} zone={zone} /> },
];
