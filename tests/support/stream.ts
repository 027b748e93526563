import { connect, type Socket } from "node:net";
import { TEST_KEY } from "./access";

interface Told {
  id: number;
  topics: string[];
}

/** One reader of `/api/events` with the key of the tests, over a bare socket that can stop reading, break or come back. */
export class StreamReader {
  readonly told: Told[] = [];
  readonly closed: Promise<void>;
  /** The first id, which every stream tells at once: the latest, or that of what was missed. */
  readonly opened: Promise<number>;
  status = 0;
  retryAfter: string | null = null;
  readonly #socket: Socket;
  #text = "";
  #firstId = Promise.withResolvers<number>();

  constructor(port: number, lastId?: number) {
    this.opened = this.#firstId.promise;
    this.#socket = connect(port, "127.0.0.1");
    const replay = lastId === undefined ? [] : [`Last-Event-ID: ${lastId}`];
    const head = [
      "GET /api/events HTTP/1.1",
      "Host: 127.0.0.1",
      `Authorization: Bearer ${TEST_KEY}`,
      ...replay,
    ];
    this.#socket.write(`${head.join("\r\n")}\r\n\r\n`);
    this.#socket.setEncoding("utf8").on("data", (text) => this.#read(String(text)));
    this.closed = new Promise((resolve) => this.#socket.once("close", () => resolve()));
    this.#socket.on("error", () => this.#socket.destroy());
    void this.closed.then(() => this.#firstId.reject(new Error(`closed with ${this.status}: ${this.#text}`)));
    this.opened.catch(() => {});
  }

  get lastId(): number {
    return this.told.at(-1)?.id ?? 0;
  }

  stopReading(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    if (this.status === 0) this.status = Number(/^HTTP\/1\.1 (\d+)/.exec(this.#text)?.[1] ?? 0);
    this.retryAfter ??= /\r\nretry-after: (\d+)/i.exec(this.#text)?.[1] ?? null;
    const frames = this.#text.split("\n\n");
    this.#text = frames.pop() ?? "";
    for (const frame of frames) this.#take(frame);
  }

  #take(frame: string): void {
    const id = Number(/^id: (\d+)$/m.exec(frame)?.[1]);
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (data !== undefined) this.told.push({ id, ...JSON.parse(data) });
    if (!Number.isNaN(id)) this.#firstId.resolve(id);
  }
}
