/**
 * Next calls this once, before the first request. Next would go on without an application that cannot be loaded, so
 * the server that runs us is told.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  try {
    const { startApplication } = await import("@/lib/workers/application");
    await startApplication();
  } catch (error) {
    const failed: unknown = Reflect.get(globalThis, Symbol.for("greenlight.failed"));
    if (typeof failed !== "function") throw error;
    failed(error);
  }
}
