import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ScratchHaproxy, scratchHaproxy } from "@/lib/drivers/scratch-haproxy";
import { scratchServer } from "@/lib/drivers/scratch-server";
import { SteadyLoad } from "@/lib/drivers/steady-load";
import { type App, openApp } from "@/lib/server/app";

/** All that a release needs, made for a rehearsal: balancer, both environments, requests, database. */
export interface ScratchStage {
  app: App;
  balancer: ScratchHaproxy;
  load: SteadyLoad;
}

/** Does work on a stage of its own, under load, which is gone afterwards. `program` is an HAProxy. */
export async function onScratchStage<T>(
  program: string,
  clients: number,
  work: (stage: ScratchStage) => Promise<T>,
): Promise<T> {
  const ends: (() => Promise<unknown>)[] = [];
  try {
    const folder = await mkdtemp(join(tmpdir(), "greenlight-scratch-"));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const blue = await scratchServer("blue");
    ends.push(blue.stop);
    const green = await scratchServer("green");
    ends.push(green.stop);
    const balancer = await scratchHaproxy(program, folder, { blue: blue.port, green: green.port });
    ends.push(balancer.stop);
    const app = await openedIn(folder, balancer, { blue: blue.url, green: green.url });
    ends.push(async () => {
      app.bus.close();
      await app.store.close();
    });
    const load = new SteadyLoad(balancer.front, clients);
    ends.push(() => load.stop());
    return await work({ app, balancer, load });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** The settings are the stage's own: nothing of the machine's environment comes in. */
async function openedIn(
  folder: string,
  { socket, backend }: ScratchHaproxy,
  urls: Readonly<Record<"blue" | "green", string>>,
): Promise<App> {
  const settings = {
    timezone: "UTC",
    environments: { blue: { url: urls.blue }, green: { url: urls.green } },
    traffic: { driver: "haproxy", haproxy: { socket, backend } },
  };
  await writeFile(join(folder, "greenlight.yaml"), JSON.stringify(settings));
  const env = {
    NODE_ENV: "production",
    LOG_LEVEL: "silent",
    GREENLIGHT_DATA_DIR: join(folder, "data"),
  } as const;
  return openApp(env, folder, Date.now);
}
