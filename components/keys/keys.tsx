"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AdminsOnly } from "@/components/access/not-for-you";
import { Card } from "@/components/card";
import { type Column, DataTable } from "@/components/data-table";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { keysQuery, settingsQuery } from "@/lib/client/queries";
import { useMay } from "@/lib/client/use-me";
import type { KeysReply } from "@/lib/contract/keys";
import { count } from "@/lib/domain/format";
import { type Key, keyColumns } from "./key-columns";
import { NewKey } from "./new-key";
import { RevokeKey } from "./revoke-key";

/** The keys of machines: which there are, what each may do, how one is made and ended. */
export function Keys() {
  const allowed = useMay("admin");
  const keys = useQuery({ ...keysQuery(), enabled: allowed });
  const { data: settings } = useQuery(settingsQuery());
  const zone = settings?.timezone ?? "UTC";
  return (
    <>
      <PageHeader title="Keys">
        <SettingsTabs />
      </PageHeader>
      {allowed ? (
        <div className="grid gap-3">
          <FailedAnswer what="The keys" failed={keys.isError && keys} />
          {keys.data && <KeyTable reply={keys.data} zone={zone} />}
          <NewKey zone={zone} />
        </div>
      ) : (
        <AdminsOnly what="keys" />
      )}
    </>
  );
}

function KeyTable({ reply: { keys, bootstrap }, zone }: { reply: KeysReply; zone: string }) {
  const [asked, setAsked] = useState<string | null>(null);
  const active = keys.filter(({ state }) => state === "active");
  const ended = keys.filter(({ state }) => state !== "active");
  const action: Column<Key> = {
    key: "revoke",
    title: <span className="sr-only">Revoke</span>,
    numeric: true,
    cell: ({ id, name, state }) =>
      state === "active" && (
        <button
          type="button"
          aria-expanded={asked === id}
          onClick={() => setAsked(asked === id ? null : id)}
          className="control min-h-7 px-2"
        >
          Revoke<span className="sr-only"> {name}</span>
        </button>
      ),
  };
  return (
    <Card title="Keys of machines" unit={`${count(active.length)} active`}>
      {bootstrap && (
        <p className="mb-2 max-w-[90ch] text-small text-ink-2">
          <code className="font-mono wrap-anywhere text-ink">GREENLIGHT_API_KEY</code> is set: one more key,
          with all rights and without an end, that is not in this list. It ends when the variable is taken
          away and Greenlight is started again.
        </p>
      )}
      {keys.length === 0 ? (
        <p className="text-body text-ink-2">
          No key was made yet. Whatever pushes data, or asks where a job belongs, needs one with the scope
          ingest: make it below.
        </p>
      ) : (
        <DataTable
          caption="Keys of machines"
          columns={[...keyColumns(zone), action]}
          rows={[...active, ...ended]}
          rowKey={({ id }) => id}
          under={(key) =>
            key.id === asked && key.state === "active" ? (
              <RevokeKey apiKey={key} close={() => setAsked(null)} />
            ) : null
          }
        />
      )}
    </Card>
  );
}
