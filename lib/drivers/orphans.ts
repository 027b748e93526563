import { readdir, readFile } from "node:fs/promises";

/** What is found can have started more while it was looked for. */
const ROUNDS_MAX = 5;

/**
 * Kills what smoke tests have left whose server was killed: every process that still carries the id of the run in its
 * environment. A number of a process alone would say nothing, because it may be another's by now. @returns how many were
 * found; none where the system does not show environments (it is Linux that does)
 */
export async function killedOrphans(run: string): Promise<number> {
  const killed = new Set<number>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const fresh = (await carrying(`SMOKE_RUN=${run}`)).filter((pid) => !killed.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) {
      killed.add(pid);
      kill(pid);
    }
  }
  return killed.size;
}

async function carrying(entry: string): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const found = await Promise.all(
    names.map(Number).map(async (pid) => {
      if (!Number.isInteger(pid) || pid === process.pid) return [];
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      return environment.split("\0").includes(entry) ? [pid] : [];
    }),
  );
  return found.flat();
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
