import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { Applied, Command, StillWanted, TrafficDriver } from "./traffic";
import { FileTrouble, replaceWhole, wholeText } from "./whole-file";

const environment = z.enum(ENVIRONMENTS);
const share = z.number().min(0).max(100);

/** Upstream's `.deployment_state` with our `weights`; fields that are not named here are kept as they are. */
const stateFile = z.looseObject({
  current: environment,
  previous: z.union([environment, z.literal("none")]).nullish(),
  version: z.string().nullish(),
  weights: z
    .object({ blue: share, green: share })
    .refine(({ blue, green }) => blue + green === 100, "blue and green that add up to 100")
    .optional(),
});

export type StateFile = z.output<typeof stateFile>;

/**
 * The split as a file that jobs read. Written whole or not at all: a temporary file, flushed to the disk, renamed.
 * While the split is partial `current` stays the environment that was live; it changes with 100.
 */
export function stateFileDriver(path: string): TrafficDriver {
  const read = async (signal: AbortSignal): Promise<Applied> => {
    refuseAborted(path, signal);
    const state = stateIn(path, await textOf(path));
    if (state instanceof Problem) throw state;
    return appliedOf(state);
  };
  const send = async (command: Command, signal: AbortSignal, stillWanted?: StillWanted): Promise<Applied> => {
    refuseAborted(path, signal);
    const before = await wholeState(path);
    const stillTo = async () => {
      await stillWanted?.();
      refuseAborted(path, signal);
    };
    await written(path, `${JSON.stringify(stateOf(before, command), null, 2)}\n`, stillTo);
    const after = await read(signal);
    if (after.green === command.green && after.says?.live === command.live) return after;
    throw new Problem(
      "driver-unreachable",
      `${path} shows ${after.green} % for green right after ${command.green} % was written: somebody else writes it, too`,
    );
  };
  return { name: "state-file", read, send };
}

function refuseAborted(path: string, signal: AbortSignal): void {
  if (signal.aborted) throw unusable(path, "was left as it is: nobody waits for it any more");
}

function appliedOf(state: StateFile | null): Applied {
  // No file yet: that is how upstream begins, with all work on blue.
  if (state === null)
    return { green: 0, generation: "none", stopped: [], remarks: [], given: null, says: null };
  const { current, previous, version, weights, rollback } = state;
  return {
    green: weights?.green ?? (current === "green" ? 100 : 0),
    generation: "file",
    stopped: [],
    remarks: [],
    given: null,
    says: {
      live: current,
      previous: previous === "blue" || previous === "green" ? previous : null,
      version: version ?? null,
      rolledBack: rollback === true,
    },
  };
}

function stateOf(before: StateFile | null, command: Command): StateFile {
  const { green, live, previous, version, reason, rollback, atMs } = command;
  const said = rollback === true || before?.rollback !== undefined;
  return {
    ...before,
    current: live,
    previous: previous ?? "none",
    timestamp: new Date(atMs).toISOString(),
    ...(version === null ? {} : { version }),
    notes: reason,
    ...(said ? { rollback: rollback === true } : {}),
    weights: { blue: 100 - green, green },
  };
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await wholeText(path);
  } catch (error) {
    throw told(path, error);
  }
}

function stateIn(path: string, text: string | null): StateFile | null | Problem {
  if (text === null) return null;
  const state = stateFile.safeParse(jsonOrNull(text));
  if (state.success) return state.data;
  const [issue] = state.error.issues;
  return unusable(path, `is no deployment state: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
}

/** A file that somebody is writing is torn for a moment. */
const TORN_TRIES = 5;
const TORN_MS = 20;

/** What the file says, whose other fields are to be kept; null where it stays unreadable: it is replaced. */
async function wholeState(path: string): Promise<StateFile | null> {
  for (let tries = 1; ; tries += 1) {
    const state = stateIn(path, await textOf(path));
    if (!(state instanceof Problem)) return state;
    if (tries === TORN_TRIES) return null;
    await pause(TORN_MS);
  }
}

async function written(path: string, text: string, stillTo: StillWanted): Promise<void> {
  try {
    await replaceWhole(path, text, stillTo);
  } catch (error) {
    throw told(path, error);
  }
}

/** What kept a file from being read or written, in the words of a driver. */
function told(path: string, error: unknown): unknown {
  if (!(error instanceof FileTrouble)) return error;
  const said = error.during === "writing" ? `${error.message}; the split is as before` : error.message;
  return unusable(path, said, error.cause);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const unusable = (path: string, why: string, cause?: unknown): Problem =>
  new Problem("driver-unreachable", `${path} ${why}`, { cause });
