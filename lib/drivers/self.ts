const PATIENCE_MS = 1000;

/** Whether a Greenlight server answers at this address. */
export async function serverAnswers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/api/openapi.json`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return response.ok;
  } catch {
    return false;
  }
}
