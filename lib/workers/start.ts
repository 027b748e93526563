import { setTimeout as sleep } from "node:timers/promises";
import { TOPICS } from "@/lib/contract/live";
import { writeKeyUses } from "@/lib/server/access/keys";
import type { App } from "@/lib/server/app";
import type { BackupSetting } from "@/lib/server/backups";
import type { ProbeSetting, ResourceSetting, SourceSetting } from "@/lib/server/config-settings";
import { endStreams } from "@/lib/server/live";
import { noteConfig } from "@/lib/server/note-config";
import { keepDerived } from "@/lib/server/rebuild";
import { watchAlerts } from "./alerts";
import { backups } from "./backup";
import { checkDatabaseOnce } from "./check-database";
import { watchChecklists } from "./checklist";
import { demo, demoSources } from "./demo";
import { digests } from "./digest";
import { Follower } from "./follow";
import type { Loops } from "./loops";
import { notify } from "./notify";
import { probes } from "./probe";
import { watchReleases } from "./releases";
import { watchRuns } from "./runs";
import { samplers } from "./sample";
import { watchTraffic } from "./traffic";

const LOOK_EVERY_MS = 250;

/** Starts what runs beside the requests. The answer stops it all, and closes the store when requests are drained. */
export async function startWorkers(app: App): Promise<(drained?: Promise<unknown>) => Promise<void>> {
  const stopping = new AbortController();
  const { signal } = stopping;
  await keepDerived(app);
  const traffic = await watchTraffic(app, signal);
  const releases = await watchReleases(app, signal);
  const observers = {
    files: new Follower(app),
    probes: probes(app),
    samplers: samplers(app),
    backups: backups(app),
  };
  await observe(app, observers);
  const loops = [
    traffic.ended,
    releases.ended,
    watchRuns(app, signal),
    watchConfig(app, observers, signal),
    watchStore(app, signal),
    writeDownKeyUses(app, signal),
    notify(app, signal),
    watchAlerts(app, signal, { settled: () => observers.files.settled() }),
    watchChecklists(app, signal, { settled: () => observers.files.settled() }),
    digests(app, signal, { settled: () => observers.files.settled() }),
    checkDatabaseOnce(app, signal),
    ...demo(app, observers.files, signal),
  ];
  return async (drained) => {
    app.closing.abort();
    stopping.abort();
    endStreams();
    const stopped = Object.values(observers).map((observer) => observer.stop());
    await Promise.all([...loops, ...stopped, drained]);
    app.bus.close();
    await app.store.close();
  };
}

interface Observers {
  files: Follower;
  probes: Loops<ProbeSetting>;
  samplers: Loops<ResourceSetting>;
  backups: Loops<BackupSetting>;
}

/** Makes what is looked at what the settings in force say. */
async function observe(app: App, { files, probes, samplers, backups }: Observers): Promise<void> {
  const settings = app.settings();
  await Promise.all([
    files.follow(sourcesOf(app)),
    probes.follow(settings.probes),
    samplers.follow(settings.resources),
    backups.follow(settings.backup === null ? [] : [settings.backup]),
  ]);
}

function sourcesOf(app: App): readonly SourceSetting[] {
  return app.settings().demo === null ? app.settings().sources : demoSources(app);
}

async function watchConfig(app: App, observers: Observers, signal: AbortSignal): Promise<void> {
  let due = false;
  for await (const _ of ticks(LOOK_EVERY_MS, signal)) {
    const outcome = await app.config.reloadIfChanged();
    if (outcome.kind !== "unchanged") await noteConfig(app, outcome);
    if (due || outcome.kind === "applied") due = !(await followSettings(app, observers));
  }
}

/** Makes the figures and what is looked at those of the settings in force; false where the store could not take it yet. */
async function followSettings(app: App, observers: Observers): Promise<boolean> {
  try {
    await keepDerived(app);
  } catch (error) {
    app.log.error({ err: error }, "the figures could not be derived anew; tried again at once");
    return false;
  }
  await observe(app, observers);
  app.bus.publish(TOPICS);
  return true;
}

/** Another process, such as the command line, writes to the same database: readers are told that anything may have changed. */
async function watchStore(app: App, signal: AbortSignal): Promise<void> {
  let seen = app.store.foreignWrites();
  for await (const _ of ticks(LOOK_EVERY_MS, signal)) {
    const now = app.store.foreignWrites();
    if (now !== seen) app.bus.publish(TOPICS);
    seen = now;
  }
}

const KEY_USES_EVERY_MS = 60_000;

/** When keys were used last is written down now and then, and at the end. */
async function writeDownKeyUses(app: App, signal: AbortSignal): Promise<void> {
  for await (const _ of ticks(KEY_USES_EVERY_MS, signal)) await keepKeyUses(app);
  await keepKeyUses(app);
}

const keepKeyUses = (app: App): Promise<void> =>
  writeKeyUses(app).catch((error) =>
    app.log.warn({ err: error }, "the use of keys could not be written down"),
  );

async function* ticks(everyMs: number, signal: AbortSignal): AsyncGenerator<void> {
  while (!signal.aborted) {
    yield;
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
}
