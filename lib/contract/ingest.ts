import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { count, type Endpoint } from "./endpoint";

/** Larger bodies are refused with 413. */
export const BODY_BYTES_MAX = 32 * 1024 * 1024;

const rejection = z.object({ path: z.string(), message: z.string() });

export const ingest = {
  method: "POST",
  path: "/api/ingest/{kind}",
  permission: "ingest",
  summary: "Takes a file of the pipeline, exactly as the pipeline wrote it",
  query: z.object({ environment: z.enum(ENVIRONMENTS).optional() }),
  reply: z.object({
    accepted: count.describe("records that were new"),
    updated: count.describe("records that changed what was known"),
    duplicates: count.describe("records that said nothing new"),
    rejected: z.array(rejection).describe("what did not land, by path"),
    notices: z.array(z.string()),
  }),
} as const satisfies Endpoint;

export type IngestReply = z.output<typeof ingest.reply>;
