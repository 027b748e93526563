import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Kind } from "@/lib/ingest/parse";
import { summaryOf } from "@/lib/server/answers";
import { FollowedFile } from "@/lib/server/follow/followed-file";
import { following } from "@/lib/server/follow/following";
import { sourcesOf } from "@/lib/server/sources";
import { type TestApp, testApp } from "./app";
import { standing, WatchedFile } from "./watched-file";

/** A watched file, the real follower on it, and a real database. Nothing is looked at before `poll`. */
export class Following {
  readonly file: WatchedFile;
  readonly clock: TestApp["clock"];
  readonly #app: TestApp["app"];
  readonly #kind: Kind;
  #followed: FollowedFile;
  #seen: { stamp: string; atMs: number } | null = null;

  private constructor({ app, clock, folder }: TestApp, kind: Kind) {
    this.#app = app;
    this.clock = clock;
    this.#kind = kind;
    this.file = new WatchedFile(join(folder, "watched"), "source");
    this.#followed = this.#opened();
  }

  static async start(kind: Kind): Promise<Following> {
    return new Following(await testApp(), kind);
  }

  async poll(): Promise<void> {
    await this.#followed.poll();
    const stamp = stampOf(this.file.path);
    if (stamp !== this.#seen?.stamp) this.#seen = { stamp, atMs: this.clock.nowMs };
  }

  /** For how long the file has been as it was at the last look. */
  get leftMs(): number {
    return this.clock.nowMs - (this.#seen?.atMs ?? this.clock.nowMs);
  }

  get state() {
    return following().get(this.file.path)?.state;
  }

  async restart(): Promise<void> {
    await this.#followed.close();
    this.#followed = this.#opened();
    this.#seen = null;
  }

  async close(): Promise<void> {
    await this.#followed.close();
    await this.#app.store.close();
  }

  /** The file's row of `/api/sources`. */
  async shown() {
    const { sources } = await sourcesOf(this.#app);
    return sources.find((source) => source.path === this.file.path);
  }

  summary = () => summaryOf(this.#app, { range: "all" });

  get app() {
    return this.#app;
  }

  #opened(): FollowedFile {
    const { timezone } = this.#app.settings();
    return new FollowedFile(this.#app, {
      kind: this.#kind,
      path: this.file.path,
      environment: null,
      timezone,
    });
  }
}

function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(" ");
  } catch {
    return "nothing";
  }
}

/** What a follower could have read at a look: the file at the path, and the one that it read before, if that is within reach. */
export class WithinReach {
  readonly #path: string;
  #fd: number | null = null;
  #inode: bigint | null = null;
  /** The last file of which a position is stored: none is while there was but an unfinished line. */
  #stored: bigint | null = null;
  /** Whether there was nothing at the last look: what left is read on with what left it, or when something comes. */
  #waiting = true;

  constructor(path: string) {
    this.#path = path;
  }

  look(ok: boolean): Buffer[] {
    const found: Buffer[] = [];
    const here = standing(this.#path);
    const waiting = this.#waiting;
    this.#waiting = here === undefined;
    if (here === null || (here === undefined && waiting)) return found;
    if (this.#inode !== null && here !== this.#inode) found.push(...this.#before(here === undefined));
    if (here === undefined) return found;
    const bytes = readFileSync(this.#path);
    found.push(bytes);
    this.close();
    this.#fd = openSync(this.#path, "r");
    this.#inode = here;
    if (ok || bytes.includes("\n")) this.#stored = here;
    return found;
  }

  /** After a restart only a name leads back to a file. */
  restart(): void {
    this.close();
    this.#waiting = true;
    this.#inode = this.#stored;
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #before(gone: boolean): Buffer[] {
    if (this.#fd !== null) return [whole(this.#fd)];
    if (gone) return []; // looked for when its successor is there
    const folder = dirname(this.#path);
    const beside = readdirSync(folder).filter((name) => name.startsWith(basename(this.#path)));
    const old = beside.find((name) => standing(join(folder, name)) === this.#inode);
    return old === undefined ? [] : [readFileSync(join(folder, old))];
  }
}

function whole(fd: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, bytes, 0, bytes.length, 0);
  return bytes;
}
