import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { builtFile, guardHeaders, isPage, type Refusal, refusal, refuse, routed } from "./serve-gate.ts";

/** What stands behind the gate. Each is asked anew for every request, because the application starts after the server. */
export interface Behind {
  dev: boolean;
  /** Answers what the gate lets through; undefined while the application starts. */
  answer: () => ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  /** How the server may be called, beside this machine's own names. */
  names: () => ReadonlySet<string>;
  /** Whether people reach it by TLS. */
  tls: () => boolean;
  stopping: () => boolean;
  /** Whether a file of this name was built for browsers. */
  isBuilt: (path: string) => boolean;
  /** In how many seconds whoever sent these headers may ask for a page again; null: now. */
  pageWaitS: (headers: IncomingMessage["headers"]) => Promise<number | null>;
}

/** So long, and so much, a connection may take, in milliseconds and bytes. */
export const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 75_000, // longer than a proxy's, which must be the one to close
} satisfies ServerOptions;

const CONNECTIONS_MAX = 4096;

/** The server that stands before the application: refuses what is none of its business, and bounds what is. */
export function guardedServer(behind: Behind, limits: ServerOptions = LIMITS): Server {
  const { dev, names } = behind;
  const server = createServer(limits, (request, response) => {
    admit(behind, request, response).catch((error) => broke(response, error));
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.on("upgrade", (request, socket) => {
    if (dev && !refusal(request, names(), dev)) return; // hot reload, which Next answers
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  return server;
}

async function admit(behind: Behind, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { dev } = behind;
  guardHeaders(request, response, { dev, tls: behind.tls() });
  if (behind.stopping()) response.setHeader("Connection", "close");
  const refused = refusal(request, behind.names(), dev) ?? missing(behind, request);
  if (refused) return refuse(response, refused);
  const answer = behind.answer();
  if (!answer) return refuse(response, { status: 503, title: "starting", detail: "Ready in a moment." });
  request.url = routed(request);
  const waitS = isPage(request.url) ? await behind.pageWaitS(request.headers) : null;
  if (waitS !== null) return refuse(response, tooMany(waitS));
  await answer(request, response);
}

/** Next would make a page of it. */
function missing({ dev, isBuilt }: Behind, { url }: IncomingMessage): Refusal | null {
  const file = builtFile(url);
  if (dev || file === null || isBuilt(file)) return null;
  return { status: 404, title: "not-found", detail: "There is no such file." };
}

const tooMany = (retryAfterS: number) => ({
  status: 429,
  title: "too-many-requests",
  detail: `Too many pages were asked for from this network; try again in ${retryAfterS} s.`,
  retryAfterS,
});

function broke(response: ServerResponse, error: unknown): void {
  console.error(error);
  if (response.headersSent) response.destroy();
  else refuse(response, { status: 500, title: "internal", detail: "This failed on our side." });
}
