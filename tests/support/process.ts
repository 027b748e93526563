import { existsSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { until } from "./until";

/** Whether a process runs. One that has ended and waits for somebody to notice does not. */
export function running(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

/** The numbers that a script of ours wrote down. */
export const pidsIn = (file: string): number[] => readFileSync(file, "utf8").split(" ").map(Number);

/** Holds when a program and the child that it starts have both written their ids. */
export const begun = (file: string) => until(() => expect(existsSync(file) && pidsIn(file)).toHaveLength(2));

/** Holds when all of these processes have ended; the system takes a moment after a kill. */
export const ended = (pids: readonly number[]) => until(() => expect(pids.filter(running)).toEqual([]));
