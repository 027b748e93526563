import type { App } from "@/lib/server/app";
import type { ProbeSetting } from "@/lib/server/config-settings";
import { type Pace, realPace } from "@/lib/server/pace";
import { Probe } from "@/lib/server/probe";
import type { ProbeResult } from "@/lib/server/probe-records";
import { Loops } from "./loops";

/** All probes are not to start at once, and yet the first results are to be there soon. */
const FIRST_WITHIN_MS = 10_000;
const JITTER = 0.05;
const JITTER_MS_MAX = 1000;
/** How soon a result that the database could not take is brought again. */
const AGAIN_MS = 5000;

/** Asks each configured probe again and again. */
export const probes = (app: App, pace: Pace = realPace): Loops<ProbeSetting> =>
  new Loops(
    ({ name }) => name,
    (setting, signal) => probing(app, setting, signal, pace),
  );

/** One run after the other, never two at once. What was due while one took too long is left out, not made up for. */
async function probing(app: App, setting: ProbeSetting, signal: AbortSignal, pace: Pace): Promise<void> {
  const probe = new Probe(app, setting, pace);
  const { intervalMs } = setting;
  await pace.sleep(pace.random() * Math.min(intervalMs, FIRST_WITHIN_MS), signal);
  while (!signal.aborted) {
    const startMs = pace.clockMs();
    const result = await probe.run(signal);
    const missed = Math.floor((pace.clockMs() - startMs) / intervalMs);
    const jitterMs = (2 * pace.random() - 1) * Math.min(intervalMs * JITTER, JITTER_MS_MAX);
    await keep(
      app,
      setting,
      { probe, result, untilMs: startMs + (missed + 1) * intervalMs + jitterMs },
      signal,
      pace,
    );
  }
  probe.close();
}

interface Kept {
  probe: Probe;
  result: ProbeResult | null;
  /** When the next run is due. */
  untilMs: number;
}

/** Stores the result; while the database cannot take it, again until the next run is due, whose result replaces it. */
async function keep(
  app: App,
  { name }: ProbeSetting,
  { probe, result, untilMs }: Kept,
  signal: AbortSignal,
  { clockMs, sleep }: Pace,
): Promise<void> {
  let held = result;
  do {
    if (held !== null && (await stored(app, name, probe, held))) held = null;
    const leftMs = Math.max(0, untilMs - clockMs());
    await sleep(held === null ? leftMs : Math.min(AGAIN_MS, leftMs), signal);
  } while (!signal.aborted && clockMs() < untilMs);
}

/** Whether there is nothing more to do for a result. */
async function stored(app: App, name: string, probe: Probe, result: ProbeResult): Promise<boolean> {
  try {
    return await probe.store(result);
  } catch (error) {
    app.log.error({ err: error, probe: name }, "the result of a probe was not stored");
    return true;
  }
}
