import { lasting } from "@/lib/client/dates";
import { milliseconds } from "@/lib/client/format";
import type { ComponentState } from "@/lib/contract/health";
import { RAG_LATENCY_MS } from "@/lib/domain/targets";

/** How a component is asked, or that it is told: `http probe every 15 s`, `pushed, expected every 1 min`. */
export function askedWords({ probe, interval_s }: Pick<ComponentState, "probe" | "interval_s">): string {
  const every = lasting(interval_s * 1000);
  return probe === null ? `pushed, expected every ${every}` : `${probe} probe every ${every}`;
}

/** Fields in which a check says in a sentence how it went. */
const SENTENCES = ["details", "message", "reason", "detail"] as const;

/** What a check says of its own state in a sentence: its error, else its own words; null where it says none. */
export function reasonOf({ error, details }: Pick<ComponentState, "error" | "details">): string | null {
  if (error !== null) return error;
  for (const field of SENTENCES) {
    const said = Object.hasOwn(details, field) ? details[field] : undefined;
    if (typeof said === "string" && said.trim() !== "") return said;
  }
  return null;
}

/** `took 168 ms`; of RAG also which of its lines it is above. */
export function latencyWords(name: string, latencyMs: number): string {
  const words = `took ${milliseconds(latencyMs)}`;
  const { good, max } = RAG_LATENCY_MS;
  if (name !== "rag" || latencyMs <= good) return words;
  return `${words}, above ${latencyMs > max ? `limit ${max}` : `target ${good}`} ms`;
}

/** A field of a check as text: words as they are, anything else as JSON. */
export const fieldWords = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? String(value));
