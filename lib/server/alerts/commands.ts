import type { z } from "zod";
import { activeSilences, alertsState, silenceList } from "@/db/queries/alerts";
import { isoTime } from "@/db/queries/money";
import { releaseOnTrial } from "@/db/queries/release-on-trial";
import { alertLease } from "@/db/record/alert-lease";
import { keepAlerts } from "@/db/record/alerts";
import { appendEvent } from "@/db/record/event";
import { addSilence, expireSilence } from "@/db/record/silences";
import { putAutomation } from "@/db/record/switches";
import type { Db, Tx } from "@/db/schema";
import type {
  AlertReply,
  automation,
  automationSet,
  SilenceReply,
  silenceCreate,
  silences,
} from "@/lib/contract/alerts";
import type { Identity } from "@/lib/domain/access";
import { owedByAutomation } from "@/lib/domain/alert-action";
import { type Alert, acknowledged } from "@/lib/domain/alert-state";
import { Problem } from "@/lib/domain/problem";
import { rulesInForce } from "@/lib/domain/rules-in-force";
import { silenceFor, silenceOf } from "@/lib/domain/silence";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { alertReply } from "./alerts";
import { automationOf } from "./switch";

/** What people say to the alerts, as HTTP asks for it. Each change stands in the log. */

interface Commanded<Body> {
  params: Readonly<Record<string, string>>;
  body: Body;
  who: Identity;
}

const subjectOf = ({ rule, environment }: Pick<Alert, "rule" | "environment">): string =>
  environment === null ? rule : `${rule} ${environment}`;

const numbered = (id: string): number | null => (/^\d{1,15}$/.test(id) ? Number(id) : null);

/** Takes a firing on; the first to do so stays. @throws Problem not-found; impossible-now: it is over */
export async function acknowledgeAsked(app: App, { params, who }: Commanded<unknown>): Promise<AlertReply> {
  const id = params.id ?? "";
  const reply = await inTransaction(app, async (tx) => {
    const before = await alertsState(tx);
    const firing = numbered(id);
    if (firing === null || firing < 1 || firing > before.lastFiring)
      throw new Problem("not-found", `there never was a firing "${id.slice(0, 60)}"`);
    const atMs = app.nowMs();
    const after = acknowledged(before, firing, { by: who.actor, atMs });
    const alert = after?.alerts.find((one) => one.firing?.id === firing);
    const rule = rulesInForce(app.settings()).find(({ name }) => name === alert?.rule);
    if (after === null || alert === undefined || rule === undefined)
      throw new Problem("impossible-now", "this firing is over");
    const known = before.alerts.find((one) => one.firing?.id === firing)?.firing?.acknowledged ?? null;
    if (known === null) {
      await keepAlerts(tx, before, after, (await alertLease(tx)).looked_ms);
      await appendEvent(tx, {
        ...{ atMs, actor: who.actor, origin: who.address, action: "alert.acknowledged" },
        ...{ subject: subjectOf(alert), before: JSON.stringify({ acknowledged: null }) },
        after: JSON.stringify({ firing, acknowledged: who.actor }),
      });
    }
    const silences = await activeSilences(tx, after.clockMs);
    return alertReply(alert, rule, silenceOf(silences, alert, after.clockMs));
  });
  app.bus.publish(["alerts"]);
  return reply;
}

const SILENCES_MAX = 200;

export async function silencesOf(app: App): Promise<z.output<typeof silences.reply>> {
  const { clockMs } = await alertsState(app.store.db);
  return { silences: await silenceList(app.store.db, clockMs, SILENCES_MAX) };
}

/** Keeps alerts from being told for a while. @throws Problem bad-input: no such rule */
export async function silenceAsked(
  app: App,
  { body, who }: Commanded<z.output<typeof silenceCreate.body>>,
): Promise<SilenceReply> {
  const { rule, environment, minutes, reason, actions_too: actionsToo } = body;
  const names = rulesInForce(app.settings()).map(({ name }) => name);
  if (rule !== null && !names.includes(rule))
    throw new Problem("bad-input", `body: rule: found "${rule}", allowed are ${names.join(", ")}`);
  const id = await inTransaction(app, async (tx) => {
    const { clockMs } = await alertsState(tx);
    const atMs = app.nowMs();
    const wish = { rule, environment, reason, by: who.actor, actionsToo, forMs: minutes * 60_000 };
    const row = await addSilence(tx, silenceFor(wish, { atMs, clockMs }));
    await noteSilence(tx, who, { id: row.id, atMs, action: "silence.created" }, null, {
      ...{ rule, environment, until: isoTime(row.until_ms), actions_too: actionsToo },
      reason,
    });
    return row.id;
  });
  return silenceTold(app, id);
}

/** Ends a silence now; one that is over stays as it was. @throws Problem not-found */
export async function silenceExpired(app: App, { params, who }: Commanded<unknown>): Promise<SilenceReply> {
  const id = numbered(params.id ?? "");
  const missing = new Problem("not-found", `there is no silence "${(params.id ?? "").slice(0, 60)}"`);
  if (id === null) throw missing;
  await inTransaction(app, async (tx) => {
    const { clockMs } = await alertsState(tx);
    const active = (await activeSilences(tx, clockMs)).find((silence) => silence.id === id);
    const atMs = app.nowMs();
    const row = await expireSilence(tx, id, { atMs, clockMs, by: who.actor });
    if (row === null) throw missing;
    if (active === undefined) return;
    const [before, after] = [active.untilMs, atMs].map((untilMs) => ({ until: isoTime(untilMs) }));
    await noteSilence(tx, who, { id, atMs, action: "silence.expired" }, before ?? null, after ?? null);
  });
  return silenceTold(app, id);
}

async function silenceTold(app: App, id: number): Promise<SilenceReply> {
  app.bus.publish(["alerts"]);
  const { clockMs } = await alertsState(app.store.db);
  const [silence] = await silenceList(app.store.db, clockMs, 1, id);
  if (silence === undefined) throw new Problem("not-found", "this silence is gone");
  return silence;
}

const noteSilence = (
  tx: Tx,
  who: Identity,
  { id, atMs, action }: { id: number; atMs: number; action: string },
  before: object | null,
  after: ({ reason?: string } & object) | null,
): Promise<void> =>
  appendEvent(tx, {
    ...{ atMs, action, actor: who.actor, origin: who.address, subject: `silence ${id}` },
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
    reason: after?.reason ?? null,
  });

type AutomationReply = z.output<typeof automation.reply>;

/** The switch of automatic actions, with what would be done at once if it were on. */
export const automationNow = (app: App): Promise<AutomationReply> => automationTold(app, app.store.db);

/** Moves the switch. Asking for what holds already changes nothing. */
export async function automationAsked(
  app: App,
  { body, who }: Commanded<z.output<typeof automationSet.body>>,
): Promise<AutomationReply> {
  const reply = await inTransaction(app, async (tx) => {
    const atMs = app.nowMs();
    const before = await automationOf(tx, atMs);
    if (before.on !== body.on) {
      await putAutomation(tx, { on: body.on, why: body.reason, by: who.actor, sinceMs: atMs });
      await appendEvent(tx, {
        ...{ atMs, actor: who.actor, origin: who.address, action: "automation.switched" },
        ...{ subject: "automation", before: JSON.stringify({ on: before.on }) },
        ...{ after: JSON.stringify({ on: body.on }), reason: body.reason },
      });
    }
    return automationTold(app, tx);
  });
  app.bus.publish(["alerts", "releases"]);
  return reply;
}

async function automationTold(app: App, db: Db | Tx): Promise<AutomationReply> {
  const state = await alertsState(db);
  const rules = rulesInForce(app.settings());
  const automation = await automationOf(db, app.nowMs());
  const scene = { clockMs: state.clockMs, automation, release: await releaseOnTrial(db) };
  const { on, why, by, sinceMs } = automation;
  return {
    ...{ on, why, by, since: isoTime(sinceMs) },
    owed: owedByAutomation(state.alerts, rules, scene).flatMap(({ rule, environment }) => {
      const action = rules.find(({ name }) => name === rule)?.action;
      return action === undefined ? [] : [{ rule, environment, action }];
    }),
  };
}
