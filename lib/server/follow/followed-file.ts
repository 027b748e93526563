import type { BigIntStats } from "node:fs";
import { open, stat } from "node:fs/promises";
import { sourcePosition } from "@/db/queries/sources";
import { noteFailure } from "@/db/record/source";
import { decode } from "@/lib/ingest/decode";
import { KINDS, type Kind, kindOf, parserOf } from "@/lib/ingest/parse";
import type { App } from "@/lib/server/app";
import type { SourceSetting } from "@/lib/server/config-settings";
import { inTransaction } from "@/lib/server/storage";
import { readDocument } from "./document-file";
import { entries } from "./entries";
import { type Following, following } from "./following";
import { lines } from "./lines";
import type { Look } from "./look";
import { racy, stampOf } from "./stamp";
import { TailedFile } from "./tailed-file";

/** A file that is left bad for longer is bad; for less it is being written. */
const TORN_MS = 5000;
/** A file that is written again and again without ever being whole is bad too. */
const UNREST_MS = 60_000;
/** Kinds are told by the first keys of a document. */
const SNIFFED_BYTES = 64 * 1024;

interface Bad {
  stamp: string;
  /** When it was first seen bad, and when it was first seen with this stamp. */
  sinceMs: number;
  leftMs: number;
}

/** One watched file: looks at it again and again, and tells its state. Whatever happens, the next look is due. */
export class FollowedFile {
  readonly #app: App;
  readonly #setting: SourceSetting;
  readonly #status: Following;
  #stamp: string | null = null;
  #bad: Bad | null = null;
  /** Whether the failure that is told is also stored. */
  #noted = false;
  /** The hash of the document that was read last; null where that was none. */
  #content: string | null = null;
  #tailed: TailedFile | null = null;
  /** A last line that had no end, and was not taken. */
  #unfinished: { stamp: string; sinceMs: number } | null = null;
  #looking: Promise<void> = Promise.resolve();

  constructor(app: App, setting: SourceSetting) {
    this.#app = app;
    this.#setting = setting;
    this.#status = {
      path: setting.path,
      kind: setting.kind,
      environment: setting.environment,
      state: "waiting",
      message: null,
    };
    following().set(setting.path, this.#status);
  }

  /** Looks at the file once. Looks never overlap: a second caller waits for its own turn. */
  poll(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  async close(): Promise<void> {
    await this.#looking;
    await this.#tailed?.close();
    if (following().get(this.#setting.path) === this.#status) following().delete(this.#setting.path);
  }

  async #look(): Promise<void> {
    try {
      const stats = await statOrNull(this.#setting.path);
      if (stats === null) return await this.#gone();
      const stamp = stampOf(stats);
      const left = this.#left(stamp);
      if (stamp === this.#stamp && !left) return;
      const settled = !racy(stats, Date.now());
      const seen = await this.#read(stats, left);
      this.#waitForEnd(seen, stamp, left);
      if (seen.state !== "read") return await this.#notRead(seen, stamp, settled);
      this.#bad = null;
      this.#stamp = settled ? stamp : null;
      this.#tell("ok", null);
    } catch (error) {
      await this.#failed(error);
    }
  }

  /** Whether a last line without an end has been as it is for so long that no end will come. */
  #left(stamp: string): boolean {
    if (this.#unfinished?.stamp !== stamp) return false;
    return this.#app.nowMs() - this.#unfinished.sinceMs >= TORN_MS;
  }

  #waitForEnd(seen: Look, stamp: string, left: boolean): void {
    if (seen.state !== "read" || !seen.unfinished) this.#unfinished = null;
    else if (left || this.#unfinished?.stamp !== stamp)
      this.#unfinished = { stamp, sinceMs: this.#app.nowMs() };
  }

  async #gone(): Promise<void> {
    if (this.#status.state !== "waiting") await this.#tailed?.finish();
    this.#stamp = null;
    this.#bad = null;
    this.#tell("waiting", "the file is not there; what was read before stays");
  }

  async #read(stats: BigIntStats, left: boolean): Promise<Look> {
    if (stats.isDirectory()) return { state: "bad", message: "this is a directory, a file is needed" };
    if (!stats.isFile()) return { state: "bad", message: "this is no regular file" };
    const kind = await this.#kind();
    if (kind === "empty") return { state: "bad", message: "the file is empty" };
    if (kind === null) {
      return { state: "bad", message: `the content is none of the known kinds (${KINDS.join(", ")})` };
    }
    const file = {
      app: this.#app,
      path: this.#setting.path,
      kind,
      environment: this.#setting.environment,
      zone: this.#setting.timezone,
      ...(this.#setting.intervalMs !== undefined && { intervalMs: this.#setting.intervalMs }),
    };
    if (parserOf[kind].shape === "document") {
      const look = await readDocument(file, stats, this.#content);
      this.#content = look.content ?? null;
      return look;
    }
    const tailing = parserOf[kind].shape === "entries" ? entries : lines;
    this.#tailed ??= new TailedFile(file, tailing, await sourcePosition(this.#app.store.db, file.path, kind));
    return this.#tailed.read(left);
  }

  async #kind(): Promise<Kind | "empty" | null> {
    const { kind } = this.#status;
    if (kind !== "auto") return kind;
    const file = await open(this.#setting.path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
      if (bytesRead === 0) return "empty";
      const told = kindOf(startOf(buffer.subarray(0, bytesRead)));
      if (told !== null) this.#status.kind = told;
      return told;
    } finally {
      await file.close();
    }
  }

  async #notRead(seen: Exclude<Look, { state: "read" }>, stamp: string, settled: boolean): Promise<void> {
    if (seen.state === "changing") return;
    const nowMs = this.#app.nowMs();
    const sinceMs = this.#bad?.sinceMs ?? nowMs;
    if (this.#bad?.stamp !== stamp) this.#bad = { stamp, sinceMs, leftMs: nowMs };
    if (nowMs - this.#bad.leftMs < TORN_MS && nowMs - sinceMs < UNREST_MS)
      return this.#tell("retrying", null);
    await this.#failing(seen.message);
    // Reading it again would tell nothing new.
    if (settled && this.#noted) this.#stamp = stamp;
  }

  async #failed(error: unknown): Promise<void> {
    this.#stamp = null;
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return; // It went while it was read: the next look tells.
    // The source is not to blame: what the store could not take is read again.
    if (code === "storage-unavailable") return this.#tell("retrying", "the database cannot be written");
    if (code === "EACCES" || code === "EPERM") return this.#failing("no permission to read the file");
    await this.#failing(error instanceof Error ? error.message : String(error));
  }

  async #failing(message: string): Promise<void> {
    const { path } = this.#setting;
    if (this.#status.state !== "failing" || this.#status.message !== message) {
      this.#tell("failing", message);
      this.#app.log.warn({ path, reason: message }, "a source cannot be read");
      this.#noted = false;
    }
    if (this.#noted) return;
    const source = { path, kind: this.#status.kind };
    try {
      await inTransaction(this.#app, (tx) => noteFailure(tx, source, message, this.#app.nowMs()));
      this.#noted = true;
    } catch {
      // The store fails as well; the state in memory shows it, and the next look tries again.
    }
  }

  #tell(state: Following["state"], message: string | null): void {
    if (this.#status.state === state && this.#status.message === message) return;
    Object.assign(this.#status, { state, message });
    this.#app.bus.publish(["sources"]);
  }
}

async function statOrNull(path: string): Promise<BigIntStats | null> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw error;
  }
}

/** The text of the first bytes of a file, without a character that the cut may have split. */
function startOf(bytes: Uint8Array): string {
  const decoded = decode(bytes);
  return "text" in decoded ? decoded.text : new TextDecoder().decode(bytes);
}
