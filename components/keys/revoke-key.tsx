"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Fault } from "@/components/access/fault";
import { useCommand } from "@/components/access/use-command";
import { commanded } from "@/lib/client/commands";
import { age } from "@/lib/client/dates";
import { useNow } from "@/lib/client/use-now";
import type { Key } from "./key-columns";

const TICK_MS = 5000;

/** Asks once more, and says what ends: a key cannot be brought back. */
export function RevokeKey({ apiKey: { id, hint, last_used_at }, close }: { apiKey: Key; close: () => void }) {
  const client = useQueryClient();
  const nowMs = useNow(TICK_MS);
  const revoke = useCommand(async () => {
    await commanded({ method: "POST", path: `/api/keys/${encodeURIComponent(id)}/revoke`, body: {} });
    await client.invalidateQueries({ queryKey: ["access"] });
  });
  const used =
    last_used_at === null
      ? "It was never used."
      : nowMs !== null && `It was used ${age(nowMs - Date.parse(last_used_at))} ago.`;
  return (
    <div className="grid gap-2 text-small">
      <p className="max-w-[90ch] text-ink-2">
        Whatever sends <code className="font-mono text-ink">{hint}…</code> is refused from this moment on, for
        ever. What it has pushed stays. {used}
      </p>
      <Fault words={revoke.fault} />
      <div className="flex flex-wrap gap-2">
        <button
          type="button"
          onClick={() => revoke.send()}
          aria-busy={revoke.state === "busy"}
          className="control control-main"
        >
          Revoke it
        </button>
        <button type="button" onClick={close} className="control">
          Keep it
        </button>
      </div>
    </div>
  );
}
