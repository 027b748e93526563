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
import { type Following, following } from "./following";
import { LinesFile } from "./lines-file";
import type { Look } from "./look";
import { racy, stampOf } from "./stamp";

/** A file that is bad for longer is bad; for less it is being written. */
const TORN_MS = 5000;
/** Kinds are told by the first keys of a document. */
const SNIFFED_BYTES = 64 * 1024;

/** One watched file: looks at it again and again, and tells its state. Whatever happens, the next look is due. */
export class FollowedFile {
  readonly #app: App;
  readonly #setting: SourceSetting;
  readonly #status: Following;
  #stamp: string | null = null;
  #badSinceMs: number | null = null;
  #lines: LinesFile | null = null;
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
    await this.#lines?.close();
    if (following().get(this.#setting.path) === this.#status) following().delete(this.#setting.path);
  }

  async #look(): Promise<void> {
    try {
      const stats = await stat(this.#setting.path, { bigint: true });
      const stamp = stampOf(stats);
      if (stamp === this.#stamp) return;
      const startMs = this.#app.nowMs();
      const seen = await this.#read(stats);
      if (seen.state !== "read") return await this.#notRead(seen);
      this.#badSinceMs = null;
      this.#stamp = racy(stats, startMs) ? null : stamp;
      this.#tell("ok", null);
    } catch (error) {
      await this.#failed(error);
    }
  }

  async #read(stats: BigIntStats): Promise<Look> {
    if (stats.isDirectory()) return { state: "bad", message: "this is a directory, a file is needed" };
    if (!stats.isFile()) return { state: "bad", message: "this is no regular file" };
    const kind = await this.#kind();
    if (kind === "empty") return { state: "bad", message: "the file is empty" };
    if (kind === null) {
      return { state: "bad", message: `the content is none of the known kinds (${KINDS.join(", ")})` };
    }
    if (kind === "unread") {
      this.#tell("unread", "this version does not read files of this kind yet");
      return { state: "changing" };
    }
    const file = {
      app: this.#app,
      path: this.#setting.path,
      kind,
      environment: this.#setting.environment,
      zone: this.#setting.timezone,
    };
    if (parserOf[kind].shape === "document") return readDocument(file, stats);
    this.#lines ??= new LinesFile(file, await sourcePosition(this.#app.store.db, file.path, kind));
    return this.#lines.read();
  }

  async #kind(): Promise<Kind | "unread" | "empty" | null> {
    const { kind } = this.#status;
    if (kind !== "auto") return KINDS.find((known) => known === kind) ?? "unread";
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

  async #notRead(seen: Exclude<Look, { state: "read" }>): Promise<void> {
    if (seen.state === "changing") return;
    this.#badSinceMs ??= this.#app.nowMs();
    if (this.#app.nowMs() - this.#badSinceMs < TORN_MS) return this.#tell("retrying", null);
    await this.#failing(seen.message);
  }

  async #failed(error: unknown): Promise<void> {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    this.#stamp = null;
    if (code === "ENOENT" || code === "ENOTDIR") {
      this.#badSinceMs = null;
      return this.#tell("waiting", "the file is not there; what was read before stays");
    }
    if (code === "EACCES" || code === "EPERM") return this.#failing("no permission to read the file");
    await this.#failing(error instanceof Error ? error.message : String(error));
  }

  async #failing(message: string): Promise<void> {
    if (this.#status.state === "failing" && this.#status.message === message) return;
    this.#tell("failing", message);
    this.#app.log.warn({ path: this.#setting.path, reason: message }, "a source cannot be read");
    const source = { path: this.#setting.path, kind: this.#status.kind };
    await inTransaction(this.#app, (tx) => noteFailure(tx, source, message, this.#app.nowMs())).catch(() => {
      // The store is what fails; the state in memory shows it, and the next look tries again.
    });
  }

  #tell(state: Following["state"], message: string | null): void {
    if (this.#status.state === state && this.#status.message === message) return;
    Object.assign(this.#status, { state, message });
    this.#app.bus.publish(["sources"]);
  }
}

/** The text of the first bytes of a file, without a character that the cut may have split. */
function startOf(bytes: Uint8Array): string {
  const decoded = decode(bytes);
  return "text" in decoded ? decoded.text : new TextDecoder().decode(bytes);
}
