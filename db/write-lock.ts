/** How long a writer waits for another process to be done with writing. */
const WAIT_MS_MAX = 5000;
const PAUSE_MS = 20;

const isLocked = (error: unknown): boolean =>
  error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");

/**
 * Runs what begins by taking the write lock, again and again while another process holds it. SQLite can wait by
 * itself, but would stop this whole process meanwhile, readers included.
 *
 * `begun` says whether the lock was taken: work that has begun is never run twice.
 */
export async function withWriteLock<T>(
  work: () => Promise<T>,
  begun = () => false,
  waitMs = WAIT_MS_MAX,
): Promise<T> {
  const untilMs = performance.now() + waitMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error) || begun() || performance.now() >= untilMs) throw error;
    }
    await new Promise((resume) => setTimeout(resume, PAUSE_MS));
  }
}
