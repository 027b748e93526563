import { alertsState } from "@/db/queries/alerts";
import { isoTime } from "@/db/queries/money";
import { putFlag } from "@/db/record/switches";
import type { Db, Tx } from "@/db/schema";
import type { FlagReply, FlagsReply } from "@/lib/contract/flags";
import type { Identity } from "@/lib/domain/access";
import type { AlertsState } from "@/lib/domain/alert-state";
import { FLIPS_MS, type Flag, flagSet, holdersOf } from "@/lib/domain/flag-automation";
import { Problem } from "@/lib/domain/problem";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { flagsFile, flagsFileOf } from "./file";
import { knownFlags } from "./known";
import { noteSwitch } from "./look";

/** Every flag with who or what keeps it as it is, and how the file goes that jobs read. */
export async function flagsOf(app: App): Promise<FlagsReply> {
  const { db } = app.store;
  const state = await alertsState(db);
  const path = flagsFileOf(app);
  return {
    flags: (await flagsNow(app, db)).map((flag) => replyOf(flag, state)),
    file: path === null ? null : { path, error: flagsFile(app).state?.error ?? null },
  };
}

/** @throws Problem not-found */
export async function flagOf(
  app: App,
  { params }: { params: Readonly<Record<string, string>> },
): Promise<FlagReply> {
  const { db } = app.store;
  return replyOf(await flagNamed(app, db, params.name ?? ""), await alertsState(db));
}

interface Switching {
  params: Readonly<Record<string, string>>;
  body: { enabled: boolean; reason: string };
  who: Identity;
}

/** A person's word: at once, and above the alerts that hold the flag now. @throws Problem not-found */
export async function flagSwitched(app: App, { params, body, who }: Switching): Promise<FlagReply> {
  const { actor, address } = who;
  const reply = await inTransaction(app, async (tx) => {
    const before = await flagNamed(app, tx, params.name ?? "");
    const state = await alertsState(tx);
    const atMs = app.nowMs();
    const wish = { enabled: body.enabled, by: actor, reason: body.reason };
    const after = flagSet(before, wish, holdersOf(state.alerts, before.name), atMs);
    await putFlag(tx, after);
    await noteSwitch(tx, before, after, { actor, origin: address, atMs });
    return replyOf(after, state);
  });
  app.bus.publish(["flags"]);
  await flagsFile(app).keep();
  return reply;
}

const flagsNow = (app: App, db: Db | Tx): Promise<Flag[]> =>
  knownFlags(app, db, rulesInForce(app.settings()));

async function flagNamed(app: App, db: Db | Tx, name: string): Promise<Flag> {
  const known = await flagsNow(app, db);
  const flag = known.find((one) => one.name === name);
  if (flag !== undefined) return flag;
  const names = known.map((one) => one.name).join(", ");
  throw new Problem("not-found", `there is no flag "${name.slice(0, 60)}"; there are ${names}`);
}

function replyOf(flag: Flag, { alerts, clockMs }: AlertsState): FlagReply {
  const holding = holdersOf(alerts, flag.name).filter(({ firing }) => !flag.waived.includes(firing));
  return {
    name: flag.name,
    enabled: flag.enabled,
    base: flag.base,
    by: flag.by,
    updated_at: isoTime(flag.atMs),
    reason: flag.reason,
    held_by: [...new Set(holding.map(({ rule }) => rule))],
    postponed: flag.postponed,
    flips_last_hour: flag.flips.filter((flip) => clockMs - flip < FLIPS_MS).length,
  };
}
