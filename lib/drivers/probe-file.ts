import { hash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { redacted } from "@/lib/domain/redact";
import { ANSWER_BYTES_MAX, codeOf, failed, messageOf, type ProbeAnswer, tooLate } from "./probe-answer";

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "the file is not there",
  ENOTDIR: "the file is not there",
  EACCES: "no permission to read the file",
  EPERM: "no permission to read the file",
};

/** A file that a check leaves its result in. Knows what it read last, because the same once more is no new result. */
export class ProbeFile {
  readonly #path: string;
  #read: string | null = null;
  #taken: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /** Reads the file once. Never rejects. */
  async ask(timeoutMs: number): Promise<ProbeAnswer> {
    const done = new AbortController();
    const late = after(timeoutMs, undefined, { signal: done.signal }).then(
      () => tooLate(timeoutMs),
      () => failed("stopped"),
    );
    // A file system that hangs holds the reading, but not us.
    const answer = await Promise.race([this.#answer(), late]);
    done.abort();
    return answer;
  }

  /** What was read last was understood: while the file stays so, it is no new result. */
  take(): void {
    this.#taken = this.#read;
  }

  async #answer(): Promise<ProbeAnswer> {
    try {
      const stats = await stat(this.#path, { bigint: true });
      // Opening a pipe would wait for its writer.
      if (!stats.isFile()) return failed("this is no regular file");
      const body = await beginning(this.#path, ANSWER_BYTES_MAX + 1);
      if (body.length > ANSWER_BYTES_MAX) return failed("larger than 1 MiB");
      this.#read = [stats.dev, stats.ino, stats.mtimeNs, hash("sha256", body)].join(":");
      if (this.#read === this.#taken) return { kind: "unchanged" };
      return { kind: "answered", medium: "file", body, status: null, remark: null, broken: false };
    } catch (error) {
      return failed(WORDS[codeOf(error)] ?? redacted(messageOf(error)));
    }
  }
}

async function beginning(path: string, bytesMax: number): Promise<Buffer> {
  const file = await open(path);
  try {
    return await filled(file, Buffer.alloc(bytesMax));
  } finally {
    await file.close();
  }
}

async function filled(file: FileHandle, buffer: Buffer): Promise<Buffer> {
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
  }
}
