import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { folder } from "./folder";
import { until } from "./until";

/** A socket before HAProxy's that passes everything on, but keeps what sets weights until it is let through. */
export class HeldSocket {
  readonly path = join(folder(), "held.sock");
  /** Whether what sets weights waits from now on. */
  holding = false;
  #waiting: (() => void)[] = [];

  static async before(target: string): Promise<HeldSocket> {
    const held = new HeldSocket();
    const open = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (client) => {
      open.add(client);
      client.on("error", () => {});
      client.once("data", (line) => held.#pass(client, String(line), target));
    });
    await new Promise<void>((resolve) => server.listen(held.path, resolve));
    onTestFinished(() => {
      for (const one of open) one.destroy();
      server.close();
    });
    return held;
  }

  /** Resolves when so many commands wait. */
  waiting(count: number): Promise<void> {
    return until(() => {
      if (this.#waiting.length < count) throw new Error(`${this.#waiting.length} wait`);
    });
  }

  /** Lets what waits take effect, however late that is, and resolves when it has. */
  async release(): Promise<void> {
    this.holding = false;
    for (const pass of this.#waiting.splice(0)) pass();
    await until(() => {
      if (this.#passing > 0) throw new Error("on its way");
    });
  }

  #passing = 0;

  #pass(client: Socket, line: string, target: string): void {
    const pass = () => {
      this.#passing += 1;
      const server = connect(target);
      server.on("data", (piece) => client.writable && client.write(piece));
      server.on("error", () => client.destroy());
      server.on("close", () => {
        this.#passing -= 1;
        client.end();
      });
      server.end(line);
    };
    if (this.holding && line.startsWith("set server")) this.#waiting.push(pass);
    else pass();
  }
}
