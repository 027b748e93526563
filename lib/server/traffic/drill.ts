import { haproxyDriver } from "@/lib/drivers/haproxy";
import { haproxyProgram } from "@/lib/drivers/scratch-haproxy";
import type { Outcome } from "@/lib/server/commands";
import { knownTraffic } from "./begin";
import { rollBack } from "./rollback";
import { onScratchStage, type ScratchStage } from "./scratch-stage";
import { shiftTraffic } from "./shift";

/** One step of the rehearsal as it went. */
interface DrillStep {
  name: string;
  /** From the wish to its confirmation. */
  ms: number;
  /** Percent for green as HAProxy's own socket told it afterwards. */
  green: number | null;
  /** Requests that began after the confirmation, and how many of these green was given. */
  requests: number;
  given_to_green: number;
  /** Requests that failed from the step's beginning on. */
  failed: number;
  /** Why it did not do what it should; null where it did. */
  fault: string | null;
}

const CLIENTS = 4;
/** How many requests are counted after each step. */
const COUNTED = 300;
const WISH = { actor: "drill", origin: "cli", reason: "a rehearsal" };

const MISSING =
  "not rehearsed: there is no HAProxy on this machine to rehearse on. Install it (Debian, Ubuntu: apt-get install haproxy) and try again. The command installs nothing itself, and your releases do not need it here";

/** `greenlight drill`: shift to 50, to 100 and back on a scratch HAProxy under light load. Touches nothing else. */
export async function drill(program?: string | null): Promise<Outcome> {
  const found = program === undefined ? await haproxyProgram() : program;
  if (found === null) return { done: false, value: { error: MISSING }, lines: [MISSING] };
  const { steps, requests, failed } = await onScratchStage(found, CLIENTS, async (stage) => ({
    steps: await rehearsed(stage),
    requests: stage.load.hits.length,
    failed: stage.load.failed(),
  }));
  const faults = steps.filter(({ fault }) => fault !== null).length;
  const verdict =
    faults === 0
      ? `${failed} of ${requests} requests failed, and every step was read back`
      : `${faults} of ${steps.length} steps did not do what they should`;
  return {
    done: faults === 0,
    value: { haproxy: found, steps, requests, failed, done: faults === 0 },
    lines: [
      `rehearsed on an HAProxy, two servers and a database of its own (${found}); yours were not touched`,
      ...steps.map(lineOf),
      verdict,
    ],
  };
}

/** The steps in their order; the first that fails is the last. */
async function rehearsed(stage: ScratchStage): Promise<DrillStep[]> {
  const { app } = stage;
  const acts: [string, number, () => Promise<unknown>][] = [
    ["look", 0, () => knownTraffic(app)],
    ["shift to 50 %", 50, () => shiftTraffic(app, 50, WISH, "*")],
    ["shift to 100 %", 100, () => shiftTraffic(app, 100, WISH, "*")],
    ["rollback", 0, () => rolledBack(stage)],
  ];
  const steps: DrillStep[] = [];
  for (const [name, green, act] of acts) {
    const step = await taken(stage, name, green, act);
    steps.push(step);
    if (step.fault !== null) break;
  }
  return steps;
}

async function rolledBack({ app }: ScratchStage): Promise<void> {
  const { verification } = await rollBack(app, { ...WISH, dryRun: false, confirm: false });
  if (!verification.passed) throw new Error("the rollback was not verified");
}

async function taken(
  { load, balancer }: ScratchStage,
  name: string,
  wanted: number,
  act: () => Promise<unknown>,
): Promise<DrillStep> {
  const failedBefore = load.failed();
  const startedMs = performance.now();
  const thrown = await act().then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  const ms = Math.round(performance.now() - startedMs);
  const after = await load.more(COUNTED);
  const { socket, backend } = balancer;
  const outside = haproxyDriver({ socket, backend, servers: { blue: "blue", green: "green" } });
  const green = await outside.read(new AbortController().signal).then(
    (applied) => applied.green,
    () => null,
  );
  const given = after.filter(({ word }) => word === "green").length;
  const failed = load.failed() - failedBefore;
  const faults = [
    thrown,
    green === wanted ? null : `HAProxy shows ${green ?? "no"} % for green instead of ${wanted} %`,
    failed === 0 ? null : `${failed} requests failed`,
    wanted === 0 && given > 0 ? `green was given ${given} requests after it` : null,
    wanted === 100 && given < after.length - failed ? "blue was given requests after it" : null,
  ].filter((fault) => fault !== null);
  return {
    name,
    ms,
    green,
    requests: after.length,
    given_to_green: given,
    failed,
    fault: faults.length === 0 ? null : faults.join("; "),
  };
}

function lineOf({ name, ms, green, requests, given_to_green, failed, fault }: DrillStep): string {
  const share = Math.round((given_to_green / requests) * 100);
  const counts = `then ${requests} requests, ${share} % of them to green, ${failed} failed`;
  const head = `${name.padEnd(15)} ${String(ms).padStart(5)} ms  read back ${green ?? "nothing"} %`;
  return fault === null ? `${head}, ${counts}` : `${head}, ${counts}: FAILED, ${fault}`;
}
