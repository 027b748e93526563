"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { CommandFailed, commanded, wordsOf } from "@/lib/client/commands";
import { serverNowMs } from "@/lib/client/server-clock";
import { faultOf } from "@/lib/client/traffic-words";
import type { RollbackReport, TrafficReply } from "@/lib/contract/traffic";
import type { Environment } from "@/lib/domain/environment";

export interface Target {
  to: Environment;
  version: string | null;
}

/** What the panel beside the button shows. */
export type RollbackView =
  | { phase: "closed" }
  /** The target is not known good: a second, different question. */
  | { phase: "asking"; target: Target; fault: string }
  | { phase: "sending"; target: Target }
  | { phase: "done"; report: RollbackReport }
  | { phase: "undone"; report: RollbackReport }
  /** With a report: accepted, and tried again until the balancer takes it. Without: nothing has happened. */
  | { phase: "failed"; target: Target; confirm: boolean; words: string; report: RollbackReport | null };

export interface Rollback {
  view: RollbackView;
  /** The one click. */
  begin: (readiness: NonNullable<TrafficReply["rollback"]>) => void;
  /** Sends it, or sends it again. */
  send: (target: Target, confirm: boolean) => void;
  show: (report: RollbackReport) => void;
  undone: (report: RollbackReport) => void;
  close: () => void;
}

/** One rollback at a time, from the click to its report. It holds nothing that a slow answer could disable. */
export function useRollback(): Rollback {
  const client = useQueryClient();
  const [view, setView] = useState<RollbackView>({ phase: "closed" });
  const send = useCallback(
    async (target: Target, confirm: boolean) => {
      setView({ phase: "sending", target });
      setView(await sent(target, confirm));
      await client.invalidateQueries({ queryKey: ["traffic"] });
    },
    [client],
  );
  return {
    view,
    begin: (readiness) => {
      const { to, version, known_good } = readiness;
      const target = { to, version };
      if (known_good) void send(target, false);
      else setView({ phase: "asking", target, fault: faultOf(readiness, serverNowMs()) });
    },
    send: (target, confirm) => void send(target, confirm),
    show: (report) => setView({ phase: "done", report }),
    undone: (report) => setView({ phase: "undone", report }),
    close: () => setView({ phase: "closed" }),
  };
}

async function sent(target: Target, confirm: boolean): Promise<RollbackView> {
  try {
    const body = confirm ? { confirm } : {};
    const report = await commanded<RollbackReport>({ method: "POST", path: "/api/rollback", body });
    return { phase: "done", report };
  } catch (error) {
    const fields = error instanceof CommandFailed ? error.fields : {};
    if (error instanceof CommandFailed && error.status === 409 && typeof fields.said === "string")
      return { phase: "asking", target, fault: `${target.to} ${fields.said}` };
    return { phase: "failed", target, confirm, words: wordsOf(error), report: reportIn(fields) };
  }
}

/** The server's own answer, which its tests hold to the contract. */
const reportIn = ({ report }: Readonly<Record<string, unknown>>): RollbackReport | null =>
  typeof report === "object" && report !== null ? (report as RollbackReport) : null;
