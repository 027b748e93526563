// Run as a process of its own: carries out one command on the traffic, and dies at the moment it is told to.
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { openApp } from "@/lib/server/app";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { ROLLBACK, WISH } from "./traffic-wishes";

export type Moment = "before intent" | "before driver" | "after driver" | "after record";

const [folder = "", verb = "", moment = "", nowMs = "0"] = process.argv.slice(2);

const die = (): never => {
  process.kill(process.pid, "SIGKILL");
  throw new Error("unreachable");
};

/** The state file is there with its renaming. */
function dieAtRename(): void {
  const { rename } = fsPromises;
  fsPromises.rename = async (from, to) => {
    if (moment === "before driver") die();
    await rename(from, to);
    if (moment === "after driver") die();
  };
  syncBuiltinESMExports();
}

/** HAProxy has taken its weights with its answer to what sets them. */
function dieAtWeights(): void {
  const { end } = Socket.prototype;
  Reflect.set(Socket.prototype, "end", function (this: Socket, ...given: unknown[]) {
    if (String(given[0]).startsWith("set server")) {
      if (moment === "before driver") die();
      if (moment === "after driver") this.once("end", die);
    }
    return Reflect.apply(end, this, given);
  });
}

dieAtRename();
dieAtWeights();
const app = await openApp(
  { NODE_ENV: "test", LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: `${folder}/data` },
  folder,
  () => Number(nowMs),
);
const { write } = app.store;
let writes = 0;
app.store.write = async (work, waitMs) => {
  writes += 1;
  if (moment === "before intent") die();
  const done = await write(work, waitMs);
  if (moment === "after record" && writes === 2) die();
  return done;
};
if (verb === "rollback") await rollBack(app, ROLLBACK);
else await shiftTraffic(app, Number(verb), WISH, "*");
