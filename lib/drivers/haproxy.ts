import { ENVIRONMENTS, type Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import { type BackendState, backendState, questions, type ServerState } from "./haproxy-reply";
import { asked } from "./haproxy-socket";
import type { Applied, Command, StillWanted, TrafficDriver } from "./traffic";

export interface HaproxyPlace {
  /** Absolute. */
  socket: string;
  backend: string;
  servers: Readonly<Record<Environment, string>>;
}

/** Three exchanges: what there is, the change, what there is now. */
const SEND_MS_MAX = 2500;

/**
 * Weights of two servers over HAProxy's runtime socket. The backend's algorithm must be a dynamic one (`roundrobin`,
 * `leastconn`, `random`): static ones take only 0 and 100 %.
 *
 * A server with weight 0 would still be given the work of sessions that stick to it, so it is drained as well.
 * What gets more is set first: at no moment does the backend have no server.
 */
export function haproxyDriver({ socket, backend, servers }: HaproxyPlace): TrafficDriver {
  const read = async (signal: AbortSignal): Promise<Applied> => {
    const answer = await asked(socket, questions(backend), signal);
    return applied(backendState(answer, backend), backend, servers);
  };
  const send = async (
    { green }: Command,
    signal: AbortSignal,
    stillWanted?: StillWanted,
  ): Promise<Applied> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(SEND_MS_MAX)]);
    const before = await read(limit);
    const weights = { blue: 100 - green, green };
    refuseStopped(before, weights);
    const rising = green > (before.green ?? -1) ? (["green", "blue"] as const) : (["blue", "green"] as const);
    const commands = rising.flatMap((environment) =>
      commandsOf(
        `${backend}/${servers[environment]}`,
        weights[environment],
        before.stopped.includes(environment),
      ),
    );
    await stillWanted?.();
    const answer = await asked(socket, commands, limit);
    const after = await read(limit);
    if (after.green === green) return after;
    throw new Problem(
      "driver-unreachable",
      `HAProxy did not take ${green} % for green: it shows ${after.green ?? "no"} %${saidOf(answer)}`,
    );
  };
  return { name: "haproxy", read, send };
}

/** To drain a server would end its maintenance: one that is to have nothing anyway stays in it. */
function commandsOf(server: string, weight: number, stopped: boolean): string[][] {
  const share = ["set", "server", server, "weight", String(weight)];
  return stopped ? [share] : [share, ["set", "server", server, "state", weight === 0 ? "drain" : "ready"]];
}

function saidOf(answer: string): string {
  if (/permission denied/i.test(answer)) return "; the socket's level is too low: it needs level admin";
  const line = answer.trim().split("\n")[0]?.slice(0, 120) ?? "";
  return line === "" ? "" : `; it said "${line}"`;
}

/** Who put a server into maintenance had a reason: it is not ended by a shift. */
function refuseStopped({ stopped }: Applied, weights: Readonly<Record<Environment, number>>): void {
  const needed = stopped.find((environment) => weights[environment] > 0);
  if (needed === undefined) return;
  throw new Problem(
    "driver-unreachable",
    `${needed} is in maintenance on HAProxy, set by hand; end that there first (set server … state ready)`,
  );
}

function applied(
  { servers, generation }: BackendState,
  backend: string,
  names: Readonly<Record<Environment, string>>,
): Applied {
  const of = (environment: Environment): ServerState => {
    const name = names[environment];
    const server = servers.find((one) => one.name === name);
    if (server !== undefined) return server;
    const known = servers.map((one) => one.name).join(", ");
    throw new Problem(
      "driver-unreachable",
      `HAProxy's backend "${backend}" has no server "${name}" for ${environment}; it has ${known}`,
    );
  };
  const effective = (environment: Environment) => {
    const { weight, drained, stopped } = of(environment);
    return drained || stopped ? 0 : weight;
  };
  const all = effective("blue") + effective("green");
  const others = servers.filter(({ name }) => !Object.values(names).includes(name));
  return {
    green: all === 0 ? null : Math.round((effective("green") / all) * 10_000) / 100,
    generation,
    stopped: ENVIRONMENTS.filter((environment) => of(environment).stopped),
    remarks: [
      ...ENVIRONMENTS.flatMap((environment) => remark(environment, of(environment))),
      ...others.map(({ name }) => `server "${name}" is in the backend, too, and not counted`),
    ],
    given: { blue: of("blue").given, green: of("green").given },
    says: null,
  };
}

function remark(environment: Environment, { name, weight, drained, stopped, down }: ServerState): string[] {
  if (stopped) return [`${environment} (server "${name}") is in maintenance`];
  if (down) return [`${environment} (server "${name}") is down, says HAProxy's check: it is given no work`];
  return drained && weight > 0 ? [`${environment} (server "${name}") is drained at weight ${weight}`] : [];
}
