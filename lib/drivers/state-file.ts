import { randomUUID } from "node:crypto";
import { open, readFile, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { Applied, Command, StillWanted, TrafficDriver } from "./traffic";

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

/** The file is small; a larger one is something else. */
const BYTES_MAX = 1024 * 1024;

/**
 * The split as a file that jobs read. Written whole or not at all: a temporary file, flushed to the disk, renamed.
 * While the split is partial `current` stays the environment that was live; it changes with 100.
 */
export function stateFileDriver(path: string): TrafficDriver {
  const read = async (): Promise<Applied> => appliedOf(await found(path));
  const send = async (
    command: Command,
    _signal: AbortSignal,
    stillWanted?: StillWanted,
  ): Promise<Applied> => {
    const before = await found(path).catch(() => null);
    await written(path, JSON.stringify(stateOf(before, command), null, 2), stillWanted);
    const after = await read();
    if (after.green === command.green) return after;
    throw new Problem(
      "driver-unreachable",
      `${path} shows ${after.green} % for green right after ${command.green} % was written: somebody else writes it, too`,
    );
  };
  return { name: "state-file", read, send };
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

async function found(path: string): Promise<StateFile | null> {
  let text: string;
  try {
    const bytes = await readFile(path);
    if (bytes.length > BYTES_MAX) throw unusable(path, "is larger than 1 MiB");
    text = bytes.toString("utf8");
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = codeOf(error);
    if (code === "ENOENT") return null;
    throw unusable(path, `cannot be read (${code})`, error);
  }
  const state = stateFile.safeParse(jsonOrNull(text));
  if (state.success) return state.data;
  const [issue] = state.error.issues;
  throw unusable(path, `is no deployment state: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`);
}

async function written(path: string, text: string, stillWanted?: StillWanted): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx", 0o644);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await stillWanted?.();
    await rename(temporary, path);
    const folder = await open(dirname(path));
    await folder.sync().finally(() => folder.close());
  } catch (error) {
    await unlink(temporary).catch(() => {});
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw unusable(path, `cannot be written (${codeOf(error)}); the split is as before`, error);
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "unknown";

const unusable = (path: string, why: string, cause?: unknown): Problem =>
  new Problem("driver-unreachable", `${path} ${why}`, { cause });
