import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";

/** Small files that others read at any moment: written whole or not at all. */

/** Such a file is small; a larger one is something else. */
const BYTES_MAX = 1024 * 1024;

/** Why a file could not be used. `keeping`: its new text is there, but may not survive a power cut. */
export class FileTrouble extends Error {
  override readonly name = "FileTrouble";
  readonly during: "reading" | "writing" | "keeping";

  constructor(message: string, during: FileTrouble["during"], cause?: unknown) {
    super(message, { cause });
    this.during = during;
  }
}

/** The file's text; null where there is none. A pipe or a device in its place is not waited for. @throws FileTrouble */
export async function wholeText(path: string): Promise<string | null> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (size > BYTES_MAX) throw new FileTrouble("is larger than 1 MiB", "reading");
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FileTrouble) throw error;
    const code = codeOf(error);
    if (code === "ENOENT") return null;
    throw new FileTrouble(`cannot be read (${code})`, "reading", error);
  }
}

/**
 * Replaces a file: a temporary one beside it, flushed to the disk, renamed. A link stays a link: what it points to is
 * replaced. `stillTo` is asked right before the rename, and stops it by throwing.
 *
 * @throws FileTrouble; whatever `stillTo` throws
 */
export async function replaceWhole(
  path: string,
  text: string,
  stillTo: () => Promise<void> = async () => {},
): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    await flushed(temporary, text, await modeOf(target));
    await stillTo();
    await rename(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new FileTrouble(`cannot be written (${codeOf(error)})`, "writing", error);
  }
  try {
    const folder = await open(dirname(target));
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    throw new FileTrouble(
      `is written, but a power cut could take it back (${codeOf(error)})`,
      "keeping",
      error,
    );
  }
}

async function flushed(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    // Past the umask: who could read and write the file before still can.
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const modeOf = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => null);
  return found === null ? 0o644 : found.mode & 0o777;
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";
