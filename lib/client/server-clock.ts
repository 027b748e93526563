/** Less than this is told by no answer: its date has whole seconds, and it took a while to arrive. */
const AGREES_MS = 5000;

let aheadMs = 0;

/**
 * What time the server has, as far as its newest answer tells. What it dates is so long ago, or so long to come, by its
 * own clock: by that of a machine that is minutes off a way back would look unproven that was just asked.
 */
export const serverNowMs = (): number => Date.now() + aheadMs;

/** Takes note of when an answer was given. */
export function noteDate({ headers }: Pick<Response, "headers">): void {
  const saidMs = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(saidMs)) return;
  const offMs = saidMs - Date.now();
  aheadMs = Math.abs(offMs) < AGREES_MS ? 0 : offMs;
}
