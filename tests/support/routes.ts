import { resolve } from "node:path";
import { expect, onTestFinished } from "vitest";
import { problem } from "@/lib/contract/endpoint";
import { PEER_HEADER } from "@/lib/server/access/address";
import type { App } from "@/lib/server/app";
import { TEST_KEY } from "./access";
import { testApp } from "./app";

type Handler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>;

/** Where the route of a path lives. The page of that path stands at `/health`; who asks for JSON is led to its route. */
export const fileOf = (path: string) =>
  path === "/health"
    ? "app/api/health/route.ts"
    : `app${path.replaceAll("{", "[").replaceAll("}", "]")}/route.ts`;

/** A real application that the route handlers of this process find as theirs. */
export async function routedApp(): Promise<App> {
  const { app } = await testApp();
  return routed(app);
}

/** Makes an application the one that the route handlers find. */
export function routed(app: App): App {
  Reflect.set(globalThis, Symbol.for("greenlight.app"), Promise.resolve(app));
  onTestFinished(() => {
    Reflect.deleteProperty(globalThis, Symbol.for("greenlight.app"));
  });
  return app;
}

/**
 * Calls the handler of a path as Next would, from this machine and with the key of the tests unless another is given, or
 * none (null); `template` is the path with its parameters in braces.
 */
export async function call(
  path: string,
  search = "",
  init: RequestInit & { params?: Record<string, string>; template?: string; key?: string | null } = {},
): Promise<Response> {
  const module: Record<string, Handler> = await import(
    /* @vite-ignore */ resolve(fileOf(init.template ?? path))
  );
  const handler = module[init.method ?? "GET"]!;
  const { key = TEST_KEY } = init;
  const headers = new Headers({
    [PEER_HEADER]: "127.0.0.1",
    ...Object.fromEntries(new Headers(init.headers)),
  });
  if (key !== null) headers.set("authorization", `Bearer ${key}`);
  return handler(new Request(`http://localhost${path}${search}`, { ...init, headers }), {
    params: Promise.resolve(init.params),
  });
}

/** The body of an error answer, which must be a problem. */
export async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = await response.json();
  const told = problem.parse(body);
  expect(told.status).toBe(response.status);
  return { ...body, ...told };
}
