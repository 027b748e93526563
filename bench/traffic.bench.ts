import { between, drawsOf } from "@/lib/demo/random";
import { haproxyDriver } from "@/lib/drivers/haproxy";
import { haproxyProgram } from "@/lib/drivers/scratch-haproxy";
import type { Hit } from "@/lib/drivers/steady-load";
import { rollBack } from "@/lib/server/traffic/rollback";
import { onScratchStage, type ScratchStage } from "@/lib/server/traffic/scratch-stage";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { report } from "./support/results";
import { percentile, timed } from "./support/timing";

const NIGHTLY = process.argv.includes("nightly");
const SWITCHES = NIGHTLY ? 200 : 100;
const REQUESTS = NIGHTLY ? 500_000 : 100_000;
const CLIENTS = 16;
const SEED = 20_261_123;
const WISH = { actor: "bench", origin: "bench", reason: null };

interface Switch {
  tookMs: number;
  rollback: boolean;
  /** Standard deviations between the counted share and the wanted one. */
  off: number;
}

function deviations(hits: readonly Hit[], green: number): number {
  const wanted = (green / 100) * hits.length;
  const off = Math.abs(hits.filter(({ word }) => word === "green").length - wanted);
  return off === 0 ? 0 : off / Math.sqrt(wanted * (1 - green / 100));
}

/** Every tenth switch is a rollback: those before it leave work with both. */
async function switches({ app, balancer, load }: ScratchStage): Promise<Switch[]> {
  const draw = drawsOf(SEED);
  const { socket, backend } = balancer;
  const outside = haproxyDriver({ socket, backend, servers: { blue: "blue", green: "green" } });
  await new TrafficWatch(app).look();
  const done: Switch[] = [];
  for (let at = 1; at <= SWITCHES; at += 1) {
    const rollback = at % 10 === 0;
    const green = at % 10 === 5 ? 100 : Math.round(between(draw, 1, 99));
    const act = () =>
      rollback
        ? rollBack(app, { ...WISH, dryRun: false, confirm: false })
        : shiftTraffic(app, green, WISH, "*");
    const tookMs = await timed(act);
    const applied = (await outside.read(new AbortController().signal)).green;
    if (applied === null || (!rollback && applied !== green) || (rollback && applied % 100 !== 0))
      throw new Error(`switch ${at}: HAProxy shows ${applied} % for green`);
    done.push({ tookMs, rollback, off: deviations(await load.more(REQUESTS / SWITCHES), applied) });
  }
  return done;
}

const program = await haproxyProgram();
if (program === null) {
  console.log("traffic: not run: there is no HAProxy (Debian: apt-get install haproxy)");
} else {
  const startedMs = performance.now();
  const { done, failed, requests } = await onScratchStage(program, CLIENTS, async (stage) => ({
    done: await switches(stage),
    failed: stage.load.failed(),
    requests: stage.load.hits.length,
  }));
  const seconds = (performance.now() - startedMs) / 1000;
  const shifts = done.filter(({ rollback }) => !rollback).map(({ tookMs }) => tookMs);
  const rollbacks = done.filter(({ rollback }) => rollback).map(({ tookMs }) => tookMs);
  const all = [...shifts, ...rollbacks];
  report("traffic", [
    { what: "switches, a tenth of them rollbacks", value: done.length, unit: "" },
    { what: "requests meanwhile", value: requests, unit: "", aim: { atLeast: REQUESTS } },
    { what: "failed requests", value: failed, unit: "", aim: { atMost: 0 } },
    { what: "requests a second", value: requests / seconds, unit: "/s" },
    {
      what: "share after a switch, furthest from the wanted one",
      value: Math.max(...done.map(({ off }) => off)),
      unit: "σ",
      aim: { atMost: 3 },
    },
    { what: "from the wish to its confirmation, median", value: percentile(all, 50), unit: "ms" },
    {
      what: "from the wish to its confirmation, p99",
      value: percentile(all, 99),
      unit: "ms",
      aim: { atMost: 1000 },
    },
    { what: "a rollback with its verification, median", value: percentile(rollbacks, 50), unit: "ms" },
    { what: "a rollback with its verification, longest", value: Math.max(...rollbacks), unit: "ms" },
  ]);
}
