"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AdminsOnly } from "@/components/access/not-for-you";
import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { settingsQuery, usersQuery } from "@/lib/client/queries";
import { useMe } from "@/lib/client/use-me";
import type { User } from "@/lib/contract/people";
import { counted } from "@/lib/domain/format";
import { AddUser } from "./add-user";
import { userColumns } from "./user-columns";
import { UserPanel } from "./user-panel";

/** Everybody with an account, what each may do, and how to let somebody in or out. */
export function Users() {
  const me = useMe();
  const allowed = me?.permissions.includes("admin") ?? false;
  const users = useQuery({ ...usersQuery(), enabled: allowed });
  const { data: settings } = useQuery(settingsQuery());
  const zone = settings?.timezone ?? "UTC";
  return (
    <>
      <PageHeader title="Users">
        <SettingsTabs />
      </PageHeader>
      {allowed ? (
        <div className="grid gap-3">
          <FailedAnswer what="The users" failed={users.isError && users} />
          {users.data && <UserTable users={users.data.users} own={me?.person?.email ?? null} zone={zone} />}
          <AddUser zone={zone} />
        </div>
      ) : (
        <AdminsOnly what="users" />
      )}
    </>
  );
}

interface TableProps {
  users: readonly User[];
  /** The e-mail address of who looks. */
  own: string | null;
  zone: string;
}

function UserTable({ users, own, zone }: TableProps) {
  const [open, setOpen] = useState<string | null>(null);
  const action: Column<User> = {
    key: "change",
    title: <span className="sr-only">Change</span>,
    numeric: true,
    cell: ({ id, name }) => (
      <button
        type="button"
        aria-expanded={open === id}
        onClick={() => setOpen(open === id ? null : id)}
        className="control min-h-7 px-2"
      >
        {open === id ? "Close" : "Change"}
        <span className="sr-only"> {name}</span>
      </button>
    ),
  };
  return (
    <Card title="Accounts" unit={counted(users.length, "person", "people")}>
      <DataTable
        caption="Everybody with an account"
        columns={[...userColumns(zone, own), action]}
        rows={users}
        rowKey={({ id }) => id}
        under={(user) =>
          user.id === open ? <UserPanel user={user} own={user.email === own} zone={zone} /> : null
        }
      />
    </Card>
  );
}
