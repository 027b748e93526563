/** What is shown first. */
export const USUAL_LATENCY = "rag";

/** Which latency a view shows; RAG's where its address does not say, or says what cannot be a name. */
export function latencyNameOf(by: string | null): string {
  const name = by?.trim() ?? "";
  return name === "" || name.length > 200 ? USUAL_LATENCY : name;
}
