import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Refusal {
  status: number;
  title: string;
  detail: string;
  /** In how many seconds it may be asked again. */
  retryAfterS?: number;
}

/** Headers by which Next talks to itself: from outside they would steer its routing. The rest of `next-*` and
 * `rsc` is what its own browser half sends; the request ids belong to its development tools. */
const INTERNAL =
  /^(x-(middleware|invoke|now|next|forwarded|greenlight)-|x-nextjs-(?!(html-)?request-id$)|(x-matched-path|forwarded|next-resume)$)/;

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What no link of ours has in its path: empty, `.` and `..` segments, and encoded signs that would make other ones. */
const ODD = /\/\/|\\|%(2f|5c|00)|\/(\.|%2e){1,2}(\/|$)/i;

/** Why this request never reaches the application, or null. Takes the headers nobody outside may set off it. */
export function refusal(request: IncomingMessage, names: ReadonlySet<string>, dev = false): Refusal | null {
  const { headers, url = "", method = "" } = request;
  const path = pathOf(url);
  if (!path.startsWith("/") || ODD.test(path) || !decodable(path)) {
    return { status: 400, title: "bad-input", detail: "This address is not one of ours." };
  }
  if (!isOwn(hostname(headers.host), names, request.socket.localAddress)) {
    return { status: 421, title: "unknown-host", detail: "This server does not answer for that host name." };
  }
  if (headers["next-action"] !== undefined || /^text\/x-component/i.test(headers["content-type"] ?? "")) {
    return { status: 400, title: "bad-input", detail: "There are no server actions here." };
  }
  if (!SAFE.has(method) && foreign(headers)) {
    return { status: 403, title: "cross-origin", detail: "Changes from other sites' pages are refused." };
  }
  const shut = dev ? null : closed(path, method);
  if (shut !== null) return shut;
  const forwarded = headers["x-forwarded-for"];
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
  headers["x-greenlight-peer"] = request.socket.remoteAddress ?? "";
  headers["x-greenlight-url"] = url;
  if (forwarded !== undefined) headers["x-greenlight-forwarded"] = String(forwarded);
  return null;
}

/**
 * What Next would answer beside our own pages and routes: its image optimizer, parts of pages by a name of their own,
 * forms as server actions. Its development tools need some of that.
 */
function closed(path: string, method: string): Refusal | null {
  const inside = path.startsWith("/_next") && !path.startsWith(ASSETS);
  if (inside || (path.endsWith(".rsc") && !path.startsWith("/api/")))
    return { status: 404, title: "not-found", detail: `There is nothing at ${path.slice(0, 200)}.` };
  if (!SAFE.has(method) && !path.startsWith("/api/"))
    return { status: 405, title: "method-not-allowed", detail: "This address is for reading only." };
  return null;
}

/** Whether a page is made for this address, rather than an answer of the API or a file found. */
export const isPage = (url = ""): boolean =>
  !/^\/(api|_next|health)\/|^\/(livez|readyz|metrics)$/.test(pathOf(url));

/** The name of the file that was built for browsers, below `.next/static`; null where something else is asked for. */
export function builtFile(url = ""): string | null {
  const path = pathOf(url);
  return path.startsWith(ASSETS) ? decodeURIComponent(path.slice(ASSETS.length)) : null;
}

const ASSETS = "/_next/static/";

const pathOf = (url: string): string => url.split("?", 1)[0] ?? "";

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

export function refuse(response: ServerResponse, { status, title, detail, retryAfterS }: Refusal): void {
  if (retryAfterS !== undefined) response.setHeader("Retry-After", retryAfterS);
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ type: `/problems/${title}`, title, status, detail }));
}

/**
 * What a page may load: our own files, and of scripts only those that carry the nonce of this very answer. Styles as
 * attributes stay allowed, because charts are drawn with them.
 */
export const contentPolicy = (nonce: string, dev: boolean): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Origin-Agent-Cluster": "?1",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "X-DNS-Prefetch-Control": "off",
  "X-Permitted-Cross-Domain-Policies": "none",
};

const YEAR_S = 365 * 24 * 60 * 60;

/** What every answer carries. Set last, because Next gives prerendered pages a year in shared caches. */
export function guardHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { dev, tls }: { dev: boolean; tls: boolean },
): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
  if (tls) response.setHeader("Strict-Transport-Security", `max-age=${YEAR_S}`);
  const policy = contentPolicy(randomBytes(16).toString("base64"), dev);
  response.setHeader("Content-Security-Policy", policy);
  // Next reads the nonce from here, and puts it on its own scripts.
  request.headers["content-security-policy"] = policy;
  delete request.headers["content-security-policy-report-only"];
  const asset = request.url?.startsWith(ASSETS);
  const writeHead = response.writeHead;
  response.writeHead = (...args: unknown[]) => {
    const wanted = String(response.getHeader("Cache-Control") ?? "");
    const found = args[0] === 200 || args[0] === 206 || args[0] === 304;
    if (!(asset && found) && !wanted.includes("no-store"))
      response.setHeader("Cache-Control", "private, no-store");
    return Reflect.apply(writeHead, response, args);
  };
}

/** How the server may be called: by this machine's own names, by the address that was connected to, by its settings. */
function isOwn(name: string, names: ReadonlySet<string>, connected = ""): boolean {
  if (LOCAL.has(name) || names.has(name)) return true;
  const address = connected.replace(/^::ffff:(?=\d+\.)/, "");
  return name !== "" && name === (address.includes(":") ? `[${address}]` : address);
}

const LOCAL: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

const hostname = (header = "") => header.toLowerCase().replace(/:\d+$/, "");

function foreign({ origin, host, "sec-fetch-site": site }: IncomingMessage["headers"]): boolean {
  if (site === "cross-site") return true;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
