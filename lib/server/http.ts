import type { z } from "zod";
import type { Endpoint, Table } from "@/lib/contract/endpoint";
import type { Identity } from "@/lib/domain/access";
import { Problem, STATUS_OF } from "@/lib/domain/problem";
import { admitted, type Wanted } from "./access/gate";
import { type App, app } from "./app";
import { csv } from "./csv";

interface RouteContext {
  /** Resolves to nothing for a path without parameters. */
  params: Promise<object | undefined>;
}

export interface Asked<Query> {
  query: Query;
  params: Readonly<Record<string, string>>;
  request: Request;
  who: Identity;
}

type Handler = (request: Request, context: RouteContext) => Promise<Response>;

/** What the gate has let in. */
interface Admitted {
  app: App;
  who: Identity;
}

type Answering = (request: Request, context: RouteContext, admitted: Admitted) => Promise<Response>;

/** One operation of a path. */
interface Operation {
  endpoint: Endpoint;
  answered: Answering;
}

/** What a route exports: the handler under the method of its contract, and an answer for every other method. */
export interface Route extends Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Handler> {
  operations: readonly Operation[];
}

/** The route of one operation. */
export const routeOf = (endpoint: Endpoint, answered: Answering): Route =>
  routeFrom([{ endpoint, answered }]);

/** The operations of one path that has several methods. */
export const together = (...routes: readonly Route[]): Route =>
  routeFrom(routes.flatMap(({ operations }) => operations));

function routeFrom(operations: readonly Operation[]): Route {
  const path = operations[0]?.endpoint.path ?? "";
  const methods = operations.map(({ endpoint }) => endpoint.method).join(" and ");
  const refused = handler({ method: "other", path, permission: "open" }, async () => {
    throw new Problem("method-not-allowed", `${path} answers ${methods} only`);
  });
  const answering = operations.map(({ endpoint, answered }) => [
    endpoint.method,
    handler(endpoint, answered),
  ]);
  return {
    GET: refused,
    POST: refused,
    PUT: refused,
    PATCH: refused,
    DELETE: refused,
    ...Object.fromEntries(answering),
    operations,
  };
}

/** Turns a contract and a function into a route: check the query, answer, name the failure. */
export function answer<Q extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<Q, R>,
  reply: (app: App, asked: Asked<z.output<Q>>) => Promise<z.output<R>>,
  table?: (reply: z.output<R>) => Table,
): Route {
  return routeOf(endpoint, async (request, context, { app, who }) => {
    const url = new URL(request.url);
    const tabular = table !== undefined && wantsCsv(request, url);
    const query = checkedQuery(endpoint, url, table !== undefined);
    const body = await reply(app, { query, params: textual(await context.params), request, who });
    return tabular ? csv(table(body), url.pathname) : Response.json(body, { headers: NO_STORE });
  });
}

/** As `answer`, where the reply itself decides on the status and headers of its answer. */
export function answerWith<Q extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<Q, R>,
  reply: (app: App, asked: Asked<z.output<Q>>) => Promise<z.output<R>>,
  told: (reply: z.output<R>) => { status: number; headers?: Record<string, string> },
): Route {
  return routeOf(endpoint, async (request, context, { app, who }) => {
    const query = checkedQuery(endpoint, new URL(request.url), false);
    const body = await reply(app, { query, params: textual(await context.params), request, who });
    const { status, headers } = told(body);
    return Response.json(body, { status, headers: { ...NO_STORE, ...headers } });
  });
}

/** As `answer`, also as a document for people: `Accept: text/markdown`, or `format=md` in a link. A named one is saved. */
export function document<Q extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<Q, R>,
  reply: (app: App, asked: Asked<z.output<Q>>) => Promise<z.output<R>>,
  markdown: (reply: z.output<R>) => string,
  file?: (reply: z.output<R>) => string,
): Route {
  return routeOf(endpoint, async (request, context, { app, who }) => {
    const url = new URL(request.url);
    const wanted =
      url.searchParams.get("format") === "md" ||
      (request.headers.get("accept") ?? "").toLowerCase().startsWith("text/markdown");
    url.searchParams.delete("format");
    const query = checkedQuery(endpoint, url, false);
    const body = await reply(app, { query, params: textual(await context.params), request, who });
    if (!wanted) return Response.json(body, { headers: NO_STORE });
    const saved = file && { "content-disposition": `attachment; filename="${file(body)}"` };
    return new Response(markdown(body), {
      headers: { ...NO_STORE, "content-type": "text/markdown; charset=utf-8", ...saved },
    });
  });
}

/** The parameters of a path. */
export const textual = (params: object | undefined): Record<string, string> =>
  Object.fromEntries(Object.entries(params ?? {}).filter(([, value]) => typeof value === "string"));

/** For what is no JSON document, such as a stream. */
export function stream<Q extends z.ZodType>(
  endpoint: Endpoint<Q>,
  open: (app: App, request: Request, who: Identity) => Response | Promise<Response>,
): Route {
  return routeOf(endpoint, async (request, _context, { app, who }) => {
    checkedQuery(endpoint, new URL(request.url), false);
    return open(app, request, who);
  });
}

/**
 * Lets in who may, answers every failure as RFC 9457 says, and counts each answer under its route, which is never a path
 * that somebody made up. What is not a Problem is our fault: logged whole, answered without detail.
 */
export function handler(wanted: Wanted, answered: Answering): Handler {
  return async (request, context) => {
    const startMs = performance.now();
    const running = await app();
    const answering = async () => {
      const who = await admitted(running, wanted, request.headers);
      return answered(request, context, { app: running, who });
    };
    const response = await answering().catch((error) => failure(request, error));
    const seconds = (performance.now() - startMs) / 1000;
    running.metrics.observeRequest(request.method, wanted.path, response.status, seconds);
    return response;
  };
}

async function failure(request: Request, error: unknown): Promise<Response> {
  if (error instanceof Problem) return problemAnswer(error);
  const { log } = await app();
  log.error({ err: error, method: request.method, path: new URL(request.url).pathname }, "request failed");
  return Response.json(
    {
      type: "/problems/internal",
      title: "internal",
      status: 500,
      detail: "something went wrong here; the log says what",
    },
    { status: 500, headers: PROBLEM },
  );
}

export const NO_STORE = { "cache-control": "private, no-store" };
const PROBLEM = { ...NO_STORE, "content-type": "application/problem+json" };

function problemAnswer({ code, message, extra }: Problem): Response {
  const status = STATUS_OF[code];
  const headers = new Headers(PROBLEM);
  if (status === 503 || status === 429) headers.set("retry-after", String(extra.retry_after_s ?? 5));
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="Greenlight"');
  const body = { type: `/problems/${code}`, title: code, status, detail: message, ...extra };
  return Response.json(body, { status, headers });
}

function wantsCsv(request: Request, url: URL): boolean {
  return (
    url.searchParams.get("format") === "csv" ||
    (request.headers.get("accept") ?? "").toLowerCase().startsWith("text/csv")
  );
}

/** The query as the contract reads it. @throws Problem bad-input, naming the parameter */
export function checkedQuery<Q extends z.ZodType>(
  endpoint: Endpoint<Q>,
  url: URL,
  tabular: boolean,
): z.output<Q> {
  const given = Object.fromEntries([...url.searchParams].filter(([name]) => !(tabular && name === "format")));
  const allowed = "shape" in endpoint.query ? Object.keys(endpoint.query.shape as object) : [];
  const unknown = Object.keys(given).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new Problem(
      "bad-input",
      `query: unknown parameter "${unknown.slice(0, 60)}", allowed are ${allowed.join(", ") || "none"}`,
    );
  }
  const query = endpoint.query.safeParse(given);
  if (query.success) return query.data;
  const [issue] = query.error.issues;
  const name = String(issue?.path[0] ?? "query");
  throw new Problem(
    "bad-input",
    `${name}: found "${String(given[name]).slice(0, 60)}"; ${issue?.message ?? "not allowed"}`,
  );
}
