import { z } from "zod";
import type { Endpoint } from "./endpoint";

export const openapi = {
  method: "GET",
  path: "/api/openapi.json",
  permission: "open",
  summary: "This document",
  query: z.object({}),
  reply: z.record(z.string(), z.unknown()),
} as const satisfies Endpoint;
