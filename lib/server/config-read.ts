import { constants } from "node:fs";
import { open } from "node:fs/promises";

export const SIZE_MAX = 1024 * 1024;

export type FileText =
  | { kind: "text"; text: string }
  | { kind: "missing" }
  | { kind: "unreadable"; message: string };

/** The text of a settings file, or in words why there is none. Never waits on a pipe or a device. */
export async function readText(path: string): Promise<FileText> {
  try {
    await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (stats.isDirectory()) return unreadable("it is a folder; name the file in it");
    if (!stats.isFile()) return unreadable("it is not a regular file");
    // One byte more than allowed, so that a file that grew after the look at its size is seen.
    const bytes = Buffer.alloc(Math.min(stats.size, SIZE_MAX) + 1);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    if (stats.size > SIZE_MAX || bytesRead > SIZE_MAX) return unreadable("it is larger than 1 MiB");
    return textOf(bytes.subarray(0, bytesRead));
  } catch (error) {
    return failure(error);
  }
}

const unreadable = (message: string): FileText => ({ kind: "unreadable", message });

function textOf(bytes: Uint8Array): FileText {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return unreadable("it is not UTF-8 text");
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "no permission to read it",
  EPERM: "no permission to read it",
  ENXIO: "it is not a regular file",
  ELOOP: "its symbolic links go in a circle",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
};

function failure(error: unknown): FileText {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
  return unreadable(REASONS[code] ?? `it cannot be read (${code})`);
}
