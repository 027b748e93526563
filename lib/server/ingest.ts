import { noteReading, type SourceKey } from "@/db/record/source";
import type { IngestReply } from "@/lib/contract/ingest";
import type { Environment } from "@/lib/domain/environment";
import type { Parsed } from "@/lib/domain/record";
import type { Zone } from "@/lib/domain/time";
import { decode } from "@/lib/ingest/decode";
import { type Kind, parserOf, type SourceRecord } from "@/lib/ingest/parse";
import { malformedParsed } from "@/lib/ingest/reading";
import type { App } from "./app";
import { changedBy, record, type Told } from "./record";
import { inTransaction } from "./storage";

/** How many records one transaction takes: a few milliseconds of work, so that nothing else waits long. */
const BATCH_MAX = 500;

/** How often a result is due of a component that no probe is named after. */
export const PUSHED_INTERVAL_MS = 60_000;

export interface Document {
  source: SourceKey & { kind: Kind };
  environment: Environment | null;
  /** How far a follower will have read once this is stored. */
  position: string | null;
  /** What tells this file from the one that stood at its path before, where lines are told apart by their numbers. */
  generation?: string;
  /** Whether its writer is at work although there may be nothing in it to keep, as in a log without errors. */
  alive?: boolean;
  /** How often such a document is due, where it came from a probe. */
  intervalMs?: number;
}

/** Reads a text of one kind. Naive times are in `zone`. */
export const parsed = (kind: Kind, text: string, zone: Zone, firstLine?: number): Parsed<SourceRecord> =>
  parserOf[kind].parse(text, zone, firstLine);

/** As `parsed`, of a whole document that is still bytes. */
export function parsedBytes(kind: Kind, bytes: Uint8Array, zone: Zone): Parsed<SourceRecord> {
  const decoded = decode(bytes);
  return "text" in decoded ? parsed(kind, decoded.text, zone) : malformedParsed(decoded.malformed);
}

/** Whether all of a document was rejected. */
export const nothingValid = ({ accepted, updated, duplicates, rejected }: IngestReply): boolean =>
  accepted + updated + duplicates === 0 && rejected.length > 0;

/**
 * The one door in: stores what a parser made of a document, in batches, each with its rollups in one transaction.
 * What is answered is durable. Telling it twice changes nothing, so a caller that got no answer sends it again.
 */
export async function ingest(
  app: App,
  document: Document,
  { records, rejections, notices, lastUpdatedMicros }: Parsed<SourceRecord>,
): Promise<IngestReply> {
  const reply: IngestReply = {
    accepted: 0,
    updated: 0,
    duplicates: 0,
    rejected: [...rejections],
    notices: [...notices],
  };
  const startMs = performance.now();
  const told = toldOf(app, document, lastUpdatedMicros);
  for (let start = 0; start === 0 || start < records.length; start += BATCH_MAX) {
    const batch = records.slice(start, start + BATCH_MAX);
    const last = start + BATCH_MAX >= records.length;
    const recorded = await inTransaction(app, async (tx) => {
      const counted = await record(tx, batch, told);
      for (const verdict of ["accepted", "updated", "duplicates"] as const)
        reply[verdict] += counted[verdict];
      if (last) {
        await noteReading(tx, {
          ...document.source,
          ...reply,
          atMs: app.nowMs(),
          position: document.position,
          alive: document.alive ?? false,
          rejections,
          notices,
        });
      }
      return counted;
    });
    if (recorded.accepted + recorded.updated > 0) app.bus.publish(changedBy(batch));
    if (!last) await new Promise(setImmediate);
  }
  // What was refused is named where the rates are shown.
  app.bus.publish(rejections.length > 0 ? ["sources", "quality"] : ["sources"]);
  const { accepted, updated, duplicates } = reply;
  const outcomes = { accepted, updated, duplicate: duplicates, rejected: rejections.length };
  app.metrics.observeIngest(document.source.kind, outcomes, (performance.now() - startMs) / 1000);
  return reply;
}

function toldOf(app: App, document: Document, updatedMicros: number | null): Told {
  const { probes } = app.settings();
  const named = (component: string) => probes.find(({ name }) => name === component)?.intervalMs;
  return {
    environment: document.environment ?? "",
    receivedMs: app.nowMs(),
    calendar: app.calendar(),
    intervalMsOf: (component) => document.intervalMs ?? named(component) ?? PUSHED_INTERVAL_MS,
    generation: document.generation ?? null,
    updatedMicros,
    policy: app.policy(),
  };
}
