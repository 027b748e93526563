import { z } from "zod";
import type { Endpoint } from "./endpoint";

/** Greenlight's own state, for whoever runs it. */

export const livez = {
  method: "GET",
  path: "/livez",
  permission: "open",
  summary: "Whether the process answers at all",
  query: z.object({}),
  reply: z.object({ status: z.literal("alive") }),
} as const satisfies Endpoint;

export const readyz = {
  method: "GET",
  path: "/readyz",
  permission: "open",
  summary: "Whether it can read its store and serve; 503 until then",
  query: z.object({}),
  reply: z.object({ status: z.literal("ready") }),
} as const satisfies Endpoint;

export const metrics = {
  method: "GET",
  path: "/metrics",
  permission: "read",
  summary: "Its own figures, in the Prometheus text format; open where `metrics: public`",
  query: z.object({}),
  reply: z.string(),
} as const satisfies Endpoint;
