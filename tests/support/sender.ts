import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { onTestFinished } from "vitest";

export interface Sending {
  /** Sent exactly as it is written. */
  path: string;
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** An address of this machine, 127.0.0.1 unless another is given: limits count by it. */
  from?: string;
}

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  /** Empty of a stream, which has no end. */
  text: string;
}

const CONNECTIONS_MAX = 8;

/** Sends many requests over few connections, and nothing by itself: no key, no cookie. */
export function sender(port: number): (sending: Sending) => Promise<Received> {
  const agents = new Map<string, Agent>();
  onTestFinished(() => {
    for (const agent of agents.values()) agent.destroy();
  });
  return ({ path, method = "GET", headers = {}, body, from = "127.0.0.1" }) => {
    const agent = agents.get(from) ?? new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX });
    agents.set(from, agent);
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const where = { host: "127.0.0.1", port, localAddress: from, agent, path, method };
      const sent = request({ ...where, headers: { ...length, ...headers } });
      sent.once("error", reject);
      sent.once("response", async (response) => {
        const told = { status: response.statusCode ?? 0, headers: response.headers };
        if (response.headers["content-type"]?.startsWith("text/event-stream")) {
          sent.destroy();
          return resolve({ ...told, text: "" });
        }
        const pieces: Buffer[] = [];
        for await (const piece of response) pieces.push(piece);
        resolve({ ...told, text: Buffer.concat(pieces).toString() });
      });
      sent.end(body);
    });
  };
}

/** Runs all of these, a few at a time. */
export async function all<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const runner = async () => {
    for (const item of waiting) await run(item);
  };
  await Promise.all(Array.from({ length: CONNECTIONS_MAX }, runner));
}
