/** What a place that is to take the traffic said when it was asked. */
export interface TargetAnswer {
  healthy: boolean;
  /** In a few words: `answered 200 in 12 ms`, `did not answer within 2 s`. */
  said: string;
}

const PATIENCE_MS = 2000;
const TRIES = 2;
const ANSWER_BYTES_MAX = 1024 * 1024;

/** Asks a service for its health, twice at most, two seconds each. A redirect is no answer. */
export async function probedTarget(url: string, signal: AbortSignal): Promise<TargetAnswer> {
  let answer: TargetAnswer = { healthy: false, said: "was not asked" };
  for (let tries = 0; tries < TRIES && !answer.healthy && !signal.aborted; tries += 1)
    answer = await asked(url, signal);
  return answer;
}

async function asked(url: string, signal: AbortSignal): Promise<TargetAnswer> {
  const startedMs = performance.now();
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    const response = await fetch(`${url.replace(/\/$/, "")}/health`, { redirect: "error", signal: limit });
    const took = `answered ${response.status} in ${Math.round(performance.now() - startedMs)} ms`;
    if (response.status === 404) {
      await response.body?.cancel();
      return { healthy: true, said: `${took}: it has no /health, but it answers` };
    }
    const status = await statusOf(response);
    return {
      healthy: response.ok && status !== "unhealthy",
      said: status === null ? took : `${took}: ${status}`,
    };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    const late = name === "TimeoutError" || name === "AbortError";
    return { healthy: false, said: late ? "did not answer within 2 s" : "cannot be reached" };
  }
}

async function statusOf(response: Response): Promise<string | null> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > ANSWER_BYTES_MAX) return null;
  }
  try {
    const body: unknown = JSON.parse(text);
    const status = typeof body === "object" && body !== null && "status" in body ? body.status : null;
    return typeof status === "string" ? status.slice(0, 40) : null;
  } catch {
    return null;
  }
}
