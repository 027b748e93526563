import { hash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { placed } from "@/lib/ingest/position";
import { ingest, parsedBytes } from "@/lib/server/ingest";
import type { FileSource, Look } from "./look";
import { stampOf } from "./stamp";

/** Beyond this a document that is rewritten whole is no log any more, and reading it would starve all else. */
const DOCUMENT_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Reads a document that its writer rewrites in place. Half of one is no JSON, and is left for the next look; one that
 * is `known`, the hash of what was read last, is not parsed again.
 */
export async function readDocument(
  { app, path, kind, environment, zone }: FileSource,
  stats: BigIntStats,
  known: string | null,
): Promise<Look & { content?: string }> {
  if (stats.size > DOCUMENT_BYTES_MAX)
    return { state: "bad", message: `larger than ${DOCUMENT_BYTES_MAX / 1024 / 1024} MiB` };
  const bytes = await readFile(path);
  const after = await stat(path, { bigint: true });
  if (stampOf(after) !== stampOf(stats)) return { state: "changing" };
  const content = hash("sha256", bytes);
  if (content === known) return { state: "read", content };
  const document = parsedBytes(kind, bytes, zone);
  if (document.malformed !== null) return { state: "bad", message: placed(document.malformed) };
  await ingest(app, { source: { path, kind }, environment, position: null }, document);
  return { state: "read", content };
}
