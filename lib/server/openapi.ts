import { z } from "zod";
import { type Endpoint, problem } from "@/lib/contract/endpoint";
import { ENDPOINTS } from "@/lib/contract/endpoints";
import { health, healthOfComponent } from "@/lib/contract/health";
import { ingest } from "@/lib/contract/ingest";
import { events } from "@/lib/contract/live";
import { metrics } from "@/lib/contract/self";
import { rollbackDetail, shift } from "@/lib/contract/traffic";
import { KINDS } from "@/lib/ingest/parse";
import { VERSION } from "./version";

const schemaOf = (schema: z.ZodType, io: "input" | "output") =>
  z.toJSONSchema(schema, { target: "draft-2020-12", io, unrepresentable: "any" });

/** The API as OpenAPI 3.1, made from the schemas that also check it. */
export function openapiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Greenlight",
      version: VERSION,
      description: "Times are ISO 8601 UTC, money is in dollars, ratios of nothing are null.",
    },
    paths,
    components: { schemas: { Problem: schemaOf(problem, "output") }, securitySchemes: SCHEMES },
  };
}

/** How somebody shows who asks. What is permitted then stands in `x-permission`. */
const SCHEMES = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "greenlight.session_token",
    description: "Comes with the answer of a sign-in. Over TLS its name begins with __Secure-",
  },
  key: { type: "http", scheme: "bearer", description: "A key of a machine: gl_…" },
};

/** The demo lets everybody in, and `access.anonymous: viewer` lets everybody read; otherwise one of the two is needed. */
const securityOf = ({ permission }: Endpoint) =>
  permission === "open" ? [] : [{ session: [] }, { key: [] }];

function operation(endpoint: Endpoint): Record<string, unknown> {
  return {
    summary: endpoint.summary,
    "x-permission": endpoint.permission,
    security: securityOf(endpoint),
    parameters: [
      ...pathParameters(endpoint.path),
      ...queryParameters(endpoint.query),
      ...extraParameters(endpoint),
    ],
    ...bodyOf(endpoint),
    responses: {
      "200": {
        description: "ok",
        content: contentOf(endpoint),
      },
      ...(TELLS_BY_STATUS.includes(endpoint)
        ? { "503": { description: "unhealthy, with the same body", content: contentOf(endpoint) } }
        : {}),
      default: {
        description: "a problem",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

/** A command takes JSON of a schema; a document of the pipeline is taken as the pipeline wrote it. */
function bodyOf(endpoint: Endpoint) {
  if (endpoint.body !== undefined) {
    const required = !endpoint.body.safeParse({}).success;
    const schema = schemaOf(endpoint.body, "input");
    return { requestBody: { required, content: { "application/json": { schema } } } };
  }
  if (endpoint !== ingest) return {};
  const content = { "application/json": {}, "application/x-ndjson": {}, "text/plain": {} };
  return { requestBody: { required: true, content } };
}

const TELLS_BY_STATUS: readonly Endpoint[] = [health, healthOfComponent];

/** Of those that answer no JSON. */
const MEDIA = new Map<Endpoint, string>([
  [events, "text/event-stream"],
  [metrics, "text/plain"],
]);

const contentOf = (endpoint: Endpoint) => ({
  [MEDIA.get(endpoint) ?? "application/json"]: {
    schema: schemaOf(endpoint.reply, "output"),
  },
  ...(endpoint.csv ? { "text/csv": { schema: { type: "string" } } } : {}),
  ...(endpoint === rollbackDetail ? { "text/markdown": { schema: { type: "string" } } } : {}),
});

function extraParameters(endpoint: Endpoint) {
  const text = (values?: readonly string[]) => ({ type: "string", ...(values ? { enum: values } : {}) });
  if (endpoint === events) return [{ name: "Last-Event-ID", in: "header", required: false, schema: text() }];
  if (endpoint === shift) return [{ name: "If-Match", in: "header", required: true, schema: text() }];
  if (endpoint === rollbackDetail)
    return [{ name: "format", in: "query", required: false, schema: text(["md"]) }];
  return endpoint.csv ? [{ name: "format", in: "query", required: false, schema: text(["csv"]) }] : [];
}

const pathParameters = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: name === "kind" ? { type: "string", enum: KINDS } : { type: "string" },
  }));

function queryParameters(query: z.ZodType) {
  const { properties = {}, required = [] } = schemaOf(query, "input");
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}
