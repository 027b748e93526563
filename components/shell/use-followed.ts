"use client";

import { useQuery } from "@tanstack/react-query";
import { rollbackQuery } from "@/lib/client/queries";
import type { RollbackView } from "./use-rollback";

const LOOK_EVERY_MS = 2000;

/** A rollback that was not done when it was told goes on, and so does its report: the panel goes with it. */
export function useFollowed(view: RollbackView): RollbackView {
  const told = view.phase === "done" || view.phase === "failed" ? view.report : null;
  const { data } = useQuery({
    ...rollbackQuery(told?.id ?? ""),
    enabled: told?.changed === true && !told.verification.passed,
    refetchInterval: ({ state }) => (state.error === null ? LOOK_EVERY_MS : false),
  });
  const further = data !== undefined && data.id === told?.id && data.times.confirmed !== null;
  return further ? { phase: "done", report: data } : view;
}
