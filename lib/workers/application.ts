import { firstAdministrator } from "@/lib/server/access/first-admin";
import { pageAsked } from "@/lib/server/access/gate";
import { app, BadSettings } from "@/lib/server/app";
import { startWorkers } from "./start";

/** Opens the application, starts its workers and hands the server that runs us what stops them. Mistakes in the settings end the process with their list. */
export async function startApplication(): Promise<void> {
  try {
    const opened = await app();
    const setupLink = await firstAdministrator(opened);
    const end = await startWorkers(opened);
    const started: unknown = Reflect.get(globalThis, Symbol.for("greenlight.started"));
    const url = () => URL.parse(opened.settings().access.url ?? "");
    const publicName = () => url()?.hostname ?? null;
    const tls = () => url()?.protocol === "https:";
    const pageWaitS = (headers: ConstructorParameters<typeof Headers>[0]) =>
      pageAsked(opened, new Headers(headers));
    if (typeof started === "function") started({ end, publicName, tls, pageWaitS, setupLink });
  } catch (error) {
    if (error instanceof BadSettings) process.stderr.write(`${error.message}\n`);
    else
      process.stderr.write(
        `Greenlight cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    process.exit(1);
  }
}
