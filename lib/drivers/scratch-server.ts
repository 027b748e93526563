import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A tiny HTTP server on the loopback that answers everything with one word. */
export interface ScratchServer {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** Longer than any balancer keeps a connection for later: none is closed under a request that is on its way. */
const IDLE_MS_MAX = 120_000;

/** `GET /health` is healthy at once; everything else is answered with the word after a few milliseconds. */
export async function scratchServer(word: string, workMs = 2): Promise<ScratchServer> {
  const server = createServer({ keepAliveTimeout: IDLE_MS_MAX }, (request, response) => {
    if (request.url === "/health") response.end('{"status":"healthy"}');
    else setTimeout(() => response.end(word), workMs);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${port}`, port, stop };
}
