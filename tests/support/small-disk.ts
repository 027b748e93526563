import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { onTestFinished } from "vitest";

const MIB = 1024 * 1024;

/** Makes a folder of the running test on a file system of 16 MiB; null, or the reason where this machine gives none. */
export function smallDisk(folder: string): string | null {
  mkdirSync(folder);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", folder], { stdio: "pipe" });
    onTestFinished(() => void execFileSync("umount", ["--lazy", folder]));
    return null;
  } catch (error) {
    return `no tmpfs can be mounted (${String((error as { stderr?: Buffer }).stderr ?? error).trim()})`;
  }
}

/** Takes all that is left of the disk. */
export function fill(path: string): void {
  for (const bytes of [MIB, 4096])
    try {
      for (;;) appendFileSync(path, Buffer.alloc(bytes));
    } catch {}
}
