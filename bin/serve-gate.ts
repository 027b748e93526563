import type { IncomingMessage, ServerResponse } from "node:http";

export interface Refusal {
  status: number;
  title: string;
  detail: string;
}

/** Headers by which Next talks to itself: from outside they would steer its routing. The rest of `next-*` and
 * `rsc` is what its own browser half sends; the request ids belong to its development tools. */
const INTERNAL =
  /^(x-(middleware|invoke|now|next|forwarded)-|x-nextjs-(?!(html-)?request-id$)|(x-matched-path|forwarded|next-resume)$)/;

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Why this request never reaches the application, or null. Takes the headers nobody outside may set off it. */
export function refusal(request: IncomingMessage, host: string): Refusal | null {
  const { headers, url = "", method = "" } = request;
  const path = url.split("?", 1)[0] ?? "";
  if (!path.startsWith("/") || /\/\/|\\|%(2f|5c|00)/i.test(path) || !decodable(path)) {
    return { status: 400, title: "bad-input", detail: "This address is not one of ours." };
  }
  if (!ownNames(host).has(hostname(headers.host))) {
    return { status: 421, title: "unknown-host", detail: "This server does not answer for that host name." };
  }
  if (headers["next-action"] !== undefined || /^text\/x-component/i.test(headers["content-type"] ?? "")) {
    return { status: 400, title: "bad-input", detail: "There are no server actions here." };
  }
  if (!SAFE.has(method) && foreign(headers)) {
    return { status: 403, title: "cross-origin", detail: "Changes from other sites' pages are refused." };
  }
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
  return null;
}

/**
 * Where a request is answered. Browsers get the page of `/health`, and Next's own half in the browser its data;
 * whoever else asks (curl, a balancer, a monitor) gets the JSON, which has its route at `/api/health`.
 */
export function routed({ url = "", headers }: IncomingMessage): string {
  const [path = "", ...query] = url.split("?");
  if (path !== "/health") return url;
  if (headers.rsc !== undefined || /\btext\/html\b/i.test(headers.accept ?? "")) return url;
  return ["/api/health", ...query].join("?");
}

function decodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

export function refuse(response: ServerResponse, { status, title, detail }: Refusal): void {
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ type: `/problems/${title}`, title, status, detail }));
}

/** What every answer carries. Set last, because Next gives prerendered pages a year in shared caches. */
export function guardHeaders(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  if (request.url?.startsWith("/_next/static/")) return;
  const writeHead = response.writeHead;
  response.writeHead = (...args: unknown[]) => {
    const wanted = String(response.getHeader("Cache-Control") ?? "");
    if (!wanted.includes("no-store")) response.setHeader("Cache-Control", "private, no-store");
    return Reflect.apply(writeHead, response, args);
  };
}

const ownNames = (host: string) =>
  new Set(["localhost", "127.0.0.1", "[::1]", host.includes(":") ? `[${host}]` : host]);

const hostname = (header = "") => header.toLowerCase().replace(/:\d+$/, "");

function foreign({ origin, host, "sec-fetch-site": site }: IncomingMessage["headers"]): boolean {
  if (site === "cross-site") return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
