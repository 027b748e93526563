import { appendEvent } from "@/db/record/event";
import type { Tx } from "@/db/schema";
import type { Identity } from "@/lib/domain/access";
import type { App } from "@/lib/server/app";

/** Who acts, and from where, as the event log names it. */
export type Asker = Pick<Identity, "actor" | "address">;

export const iso = (app: App): string => new Date(app.nowMs()).toISOString();

/** Notes a change of access with the change itself. No password, key, token or hash may stand in `before` or `after`. */
export const noted = (
  app: App,
  tx: Tx,
  { actor, address }: Asker,
  action: string,
  subject: string,
  { before = null, after = null }: { before?: object | null; after?: object | null } = {},
): Promise<void> =>
  appendEvent(tx, {
    atMs: app.nowMs(),
    actor,
    origin: address,
    action,
    subject,
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
  });
