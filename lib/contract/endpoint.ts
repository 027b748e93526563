import { z } from "zod";
import type { Permission } from "@/lib/domain/access";

/** One operation that crosses HTTP. The type of its handler, its checks and the OpenAPI document all come from here. */
export interface Endpoint<Query extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  method: "GET" | "POST" | "PUT";
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  permission: Permission;
  summary: string;
  query: Query;
  /** What is sent, as JSON. */
  body?: z.ZodType;
  reply: Reply;
  /** Also answers as a table: `Accept: text/csv`, or `format=csv` in a link. */
  csv?: true;
}

/** The rows of a reply as a spreadsheet wants them. */
export type Table = readonly Readonly<Record<string, string | number | boolean | null>>[];

export const count = z.int().nonnegative();
export const countOrNull = count.nullable().describe("null where nothing reported it");
export const dollars = z.number().describe("US dollars, at most nine decimals");
export const ratio = z.number().nullable().describe("null where there is nothing to divide by");
export const time = z.iso.datetime().describe("UTC");

/** RFC 9457. Every error answer has this form, as application/problem+json. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
