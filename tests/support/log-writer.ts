import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";

/** An error as it stands in a file. */
interface Written {
  id: string;
  detail: string[];
}

interface LogFile {
  entries: Written[];
}

/** A pipeline that logs to a path, and what may happen to the file there. Knows what must be stored of it. */
export class LogWriter {
  /** Errors that stood whole in a file at a look that could reach it. */
  readonly must = new Set<string>();
  readonly written = new Set<string>();
  readonly #path: string;
  #current: LogFile | null = null;
  /** The file that was looked at last: it can be read on wherever it went. */
  #held: LogFile | null = null;
  #heldHasName = true;
  #heldOpen = false;
  /** The second half of a line, which comes before whatever comes next. */
  #torn: { rest: string; entry: Written } | null = null;
  #rotations = 0;

  constructor(path: string) {
    this.#path = path;
  }

  error(end = "\n"): void {
    this.#entry((id) => `2026-11-20 10:00:00,123 - economist_flow - ERROR - ${id} failed${end}`);
  }

  untimedError(): void {
    this.#entry((id) => `CRITICAL:root:${id} failed\n`);
  }

  info(lines: number): void {
    this.#append(
      "2026-11-20 10:00:00,123 - economist_flow - INFO - all is well - ERROR - not so\n".repeat(lines),
    );
  }

  /** Lines that belong to the last entry, whichever level it has. */
  traceback(): void {
    const line = `  File "flow.py", line ${this.written.size}`;
    if (this.#current === null) return;
    this.#append(`${line}\n`);
    this.#current.entries.at(-1)?.detail.push(line);
  }

  /** A line of which the second half comes later; `early`: not even its level can be told. */
  half(early: boolean): void {
    this.#finishLine();
    const entry = this.#noted();
    const line = `2026-11-20 10:00:01,123 - economist_flow - ERROR - ${entry.id} broke\n`;
    const cut = early ? 35 : line.length - 4;
    this.#write(line.slice(0, cut));
    this.#torn = { rest: line.slice(cut), entry };
  }

  rest(): void {
    this.#finishLine();
  }

  rotate(): void {
    if (this.#current === null) return;
    this.#rotations += 1;
    renameSync(this.#path, `${this.#path}.${this.#rotations}`);
    this.#leave(true);
  }

  copyTruncate(): void {
    if (this.#current === null) return;
    this.#rotations += 1;
    copyFileSync(this.#path, `${this.#path}.${this.#rotations}`);
    this.truncate();
  }

  truncate(): void {
    if (this.#current === null) return;
    truncateSync(this.#path, 0);
    this.#current.entries = [];
    this.#torn = null;
  }

  remove(): void {
    if (this.#current === null) return;
    rmSync(this.#path);
    this.#leave(false);
  }

  /** As an editor does that changed nothing: another file with the same bytes. */
  replaceByCopy(): void {
    if (this.#current === null) return;
    writeFileSync(`${this.#path.replace(/source$/, "")}copy`, readFileSync(this.#path));
    renameSync(`${this.#path.replace(/source$/, "")}copy`, this.#path);
    this.#unname();
    this.#current = { entries: this.#current.entries.map(({ id, detail }) => ({ id, detail: [...detail] })) };
  }

  /** What a look must have found. */
  looked(): void {
    if (this.#current === null) return;
    for (const { id } of [...(this.#held?.entries ?? []), ...this.#current.entries]) this.must.add(id);
    this.#held = this.#current;
    this.#heldHasName = true;
    this.#heldOpen = true;
  }

  /** A follower that begins anew finds a file by its name only. */
  restarted(): void {
    this.#heldOpen = false;
    if (!this.#heldHasName) this.#held = null;
  }

  /** What stands at the path now. */
  standing = (): readonly Written[] => this.#current?.entries ?? [];

  /** The file at the path is nowhere any more, but where it is held open. */
  #unname(): void {
    if (this.#held !== this.#current) return;
    this.#heldHasName = false;
    if (!this.#heldOpen) this.#held = null;
  }

  #entry(line: (id: string) => string): void {
    this.#finishLine();
    const entry = this.#noted();
    this.#write(line(entry.id));
    this.#current?.entries.push(entry);
  }

  #noted(): Written {
    const id = `E${String(this.written.size).padStart(5, "0")}`;
    this.written.add(id);
    return { id, detail: [] };
  }

  #append(text: string): void {
    this.#finishLine();
    this.#write(text);
    if (text.includes("INFO")) this.#current?.entries.push({ id: "", detail: [] });
  }

  #finishLine(): void {
    if (this.#torn === null) return;
    const { rest, entry } = this.#torn;
    this.#torn = null;
    this.#write(rest);
    this.#current?.entries.push(entry);
  }

  #write(text: string): void {
    if (this.#current === null) this.#current = { entries: [] };
    appendFileSync(this.#path, text);
  }

  #leave(named: boolean): void {
    if (!named) this.#unname();
    this.#current = null;
    this.#torn = null;
    if (existsSync(this.#path)) throw new Error("the file is still there");
  }
}
