"use client";

import { useQuery } from "@tanstack/react-query";
import { useLock } from "@/components/access/use-lock";
import { Card } from "@/components/card";
import { checklistQuery } from "@/lib/client/checklist-queries";
import { doneWords, listsNow } from "@/lib/client/checklist-words";
import type { ReleaseReply } from "@/lib/contract/releases";
import { ChecklistFold } from "./checklist-fold";

interface Props {
  release: Pick<ReleaseReply, "id" | "state" | "live">;
  zone: string;
}

/** What a release is answered for: six lists, of which the one that matters now is open. */
export function ChecklistCard({ release, zone }: Props) {
  const { data: reply } = useQuery(checklistQuery(release.id));
  const lock = useLock("operate");
  if (reply === undefined) return null;
  const now = listsNow(release);
  return (
    <Card title="Checklist" unit={`${doneWords(reply)} done`}>
      <p className="max-w-[70ch] text-small text-ink-2">
        {reply.frozen === null
          ? "A box is ticked by a person. Everything else is ticked by what was measured, and by nobody."
          : `It stays as it is: ${reply.frozen}.`}{" "}
        {reply.frozen === null && lock.note}
      </p>
      <div className="mt-2 divide-y divide-line border-t border-line">
        {reply.lists.map((list) => (
          <ChecklistFold
            key={list.name}
            list={list}
            release={release.id}
            zone={zone}
            opened={now.includes(list.name)}
            frozen={reply.frozen !== null}
            lock={lock}
          />
        ))}
      </div>
    </Card>
  );
}
