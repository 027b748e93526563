import { openApp } from "@/lib/server/app";
import { realPace } from "@/lib/server/pace";
import { notify } from "@/lib/workers/notify";

/** The worker as a process of its own, to be killed: `notify-core.ts FOLDER`. */
const [folder = ""] = process.argv.slice(2);
const env = { NODE_ENV: "test" as const, LOG_LEVEL: "silent", GREENLIGHT_DATA_DIR: `${folder}/data` };
const app = await openApp(env, folder, Date.now);
await notify(app, new AbortController().signal, realPace);
