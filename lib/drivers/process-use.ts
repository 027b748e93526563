import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** What a process and all its descendants use. */
export interface ProcessUse {
  /** Tells a process from every other, also from a later one of the same number. */
  identity: string;
  /** Resident memory. What several of the processes share counts for each. */
  memoryBytes: number;
  /** Processor time since they began, with that of descendants that have ended. */
  cpuSeconds: number;
  /** When it was looked at, by a clock that only runs forward. */
  clockMs: number;
}

/** Linux tells processor time in hundredths of a second, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;
/** A process begins before its number is written down. The rest is for clocks that were set in between. */
const WRITTEN_SLACK_MS = 60_000;

/**
 * The process that a pid file names, with its descendants; or why there is none, in words.
 * Never rejects. `proc` is where the kernel shows its processes.
 */
export async function processUse(
  pidFile: string,
  clockMs: number,
  proc = "/proc",
): Promise<ProcessUse | { missing: string }> {
  try {
    const text = await readFile(pidFile, "utf8");
    const writtenMs = (await stat(pidFile)).mtimeMs;
    const pid = /^\s*(\d{1,9})\s*(?:\n|$)/.exec(text)?.[1];
    if (pid === undefined) return { missing: "the pid file holds no number" };
    const processes = await processesOf(proc);
    const root = processes.get(pid);
    if (root === undefined) return { missing: `process ${pid} has ended` };
    const beganMs = (await bootSeconds(proc)) * 1000 + (root.startTicks / TICKS_PER_SECOND) * 1000;
    if (beganMs > writtenMs + WRITTEN_SLACK_MS)
      return { missing: `process ${pid} has ended; its number is another's now` };
    const family = descendants(pid, processes);
    const memory = await Promise.all(family.map((member) => residentBytes(proc, member)));
    return {
      identity: `${pid}:${root.startTicks}`,
      memoryBytes: memory.reduce((sum, bytes) => sum + bytes, 0),
      cpuSeconds:
        family.reduce((sum, member) => sum + (processes.get(member)?.cpuTicks ?? 0), 0) / TICKS_PER_SECOND,
      clockMs,
    };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return { missing: "the pid file is not there" };
    if (code === "EACCES" || code === "EPERM") return { missing: "no permission to read the pid file" };
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}

/** Processor cores in use between two looks. Null for the first, and where a descendant left and took its time along. */
export function coresBetween(before: ProcessUse | null, now: ProcessUse): number | null {
  if (before === null || before.identity !== now.identity) return null;
  const usedSeconds = now.cpuSeconds - before.cpuSeconds;
  const passedSeconds = (now.clockMs - before.clockMs) / 1000;
  return usedSeconds < 0 || passedSeconds <= 0 ? null : usedSeconds / passedSeconds;
}

interface Process {
  parent: string;
  startTicks: number;
  cpuTicks: number;
}

async function processesOf(proc: string): Promise<Map<string, Process>> {
  const pids = (await readdir(proc)).filter((name) => /^\d+$/.test(name));
  const processes = new Map<string, Process>();
  await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(join(proc, pid, "stat"), "utf8").catch(() => null);
      const process = text === null ? null : processIn(text);
      if (process !== null) processes.set(pid, process);
    }),
  );
  return processes;
}

/** The fields of proc_pid_stat(5). They begin after the name, which may hold spaces and brackets. */
function processIn(text: string): Process | null {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number) => Number(fields[number - 3]);
  const state = fields[0] ?? "";
  if (!/^[A-Za-z]$/.test(state) || /^[ZX]$/i.test(state)) return null;
  // utime, stime, and with cutime and cstime those of children that have ended and were waited for.
  const cpuTicks = field(14) + field(15) + field(16) + field(17);
  return { parent: String(fields[1]), startTicks: field(22), cpuTicks };
}

function descendants(root: string, processes: ReadonlyMap<string, Process>): string[] {
  const children = Map.groupBy(processes.keys(), (pid) => processes.get(pid)?.parent ?? "");
  const family = [root];
  for (const pid of family) family.push(...(children.get(pid) ?? []));
  return family;
}

/** From `status`, which tells kilobytes; `stat` tells pages, whose size would have to be asked for. */
async function residentBytes(proc: string, pid: string): Promise<number> {
  const text = await readFile(join(proc, pid, "status"), "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

async function bootSeconds(proc: string): Promise<number> {
  return Number(/^btime (\d+)$/m.exec(await readFile(join(proc, "stat"), "utf8"))?.[1]);
}
