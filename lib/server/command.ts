import type { z } from "zod";
import type { Endpoint } from "@/lib/contract/endpoint";
import { Problem } from "@/lib/domain/problem";
import type { App } from "./app";
import { bodyBytes } from "./body";
import { type Asked, checkedQuery, NO_STORE, type Route, routeOf, textual } from "./http";

interface Commanded<Query, Body> extends Asked<Query> {
  body: Body;
}

/** A command is a few words. */
const COMMAND_BYTES_MAX = 64 * 1024;

/** What a command answers, with headers of its own. */
interface Told<Reply> {
  reply: Reply;
  headers: Record<string, string>;
}

/** Turns a contract with a body into a route that changes something; `told` gives the headers of its answer. */
export const command = <Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<Q, R> & { body: B },
  act: (app: App, commanded: Commanded<z.output<Q>, z.output<B>>) => Promise<z.output<R>>,
  told: (reply: z.output<R>) => Record<string, string> = () => ({}),
): Route =>
  commandTelling(endpoint, async (app, commanded) => {
    const reply = await act(app, commanded);
    return { reply, headers: told(reply) };
  });

/** As `command`, where the act itself says which headers its answer has. */
export function commandTelling<Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<Q, R> & { body: B },
  act: (app: App, commanded: Commanded<z.output<Q>, z.output<B>>) => Promise<Told<z.output<R>>>,
): Route {
  return routeOf(endpoint, async (request, context, { app, who }) => {
    const query = checkedQuery(endpoint, new URL(request.url), false);
    const body = checkedBody(endpoint.body, await text(request));
    const params = textual(await context.params);
    const { reply, headers } = await act(app, { query, params, request, body, who });
    return Response.json(reply, { headers: { ...NO_STORE, ...headers } });
  });
}

/** A form of another site can send text, but no JSON: so nothing else is taken. */
async function text(request: Request): Promise<string> {
  const found = new TextDecoder().decode(await bodyBytes(request, COMMAND_BYTES_MAX)).trim();
  const [type = ""] = (request.headers.get("content-type") ?? "").toLowerCase().split(";");
  if (found === "" || type.trim() === "application/json") return found;
  throw new Problem(
    "unsupported-media-type",
    `content-type: found "${type.slice(0, 60)}", allowed is application/json`,
  );
}

function checkedBody<B extends z.ZodType>(schema: B, found: string): z.output<B> {
  const body = schema.safeParse(found === "" ? {} : jsonOf(found));
  if (body.success) return body.data;
  const [issue] = body.error.issues;
  const place = issue?.path.join(".") || "the whole";
  throw new Problem("bad-input", `body: ${place}: ${issue?.message ?? "not allowed"}`);
}

function jsonOf(found: string): unknown {
  try {
    return JSON.parse(found);
  } catch (cause) {
    throw new Problem("bad-input", "body: not JSON", { cause });
  }
}
