import { smokeJobOf } from "@/db/queries/release-runs";
import { trafficRow } from "@/db/queries/traffic";
import { recordAssignment } from "@/db/record/assignment";
import { trafficOf } from "@/db/record/traffic";
import { assigned } from "@/lib/domain/assignment";
import type { Environment } from "@/lib/domain/environment";
import { topicKey } from "@/lib/domain/record";
import type { Traffic } from "@/lib/domain/traffic";
import type { App } from "@/lib/server/app";
import { inTransaction } from "@/lib/server/storage";
import { UNREAD } from "./begin";

/**
 * Which environment a job belongs to; recorded, so that its records count for it. An article of a smoke test that is being
 * written was given to its environment, whatever the split says.
 *
 * @throws Problem storage-unavailable
 */
export async function assign(app: App, key: string): Promise<Environment> {
  const environment = await inTransaction(app, async (tx) => {
    const given = await smokeJobOf(tx, topicKey(key));
    if (given !== null) return given;
    const row = await trafficRow(tx);
    const traffic = row === null ? UNREAD : trafficOf(row);
    const job = { key: topicKey(key), environment: assigned(topicKey(key), sharedOut(traffic)) };
    await recordAssignment(tx, { ...job, atMs: app.nowMs(), epoch: traffic.epoch });
    return job.environment;
  });
  app.bus.publish(["traffic"]);
  return environment;
}

/** A shift counts once it is confirmed; a rollback from the moment it is accepted: no new job goes where it went wrong. */
const sharedOut = ({ green, moving }: Traffic): number =>
  moving === null || moving.kind === "rollback" ? green : moving.fromGreen;
