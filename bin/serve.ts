// Imports nothing of the application: it runs without a build step and without path aliases.
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { enableCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { BadUsage, readOptions, USAGE } from "./serve-options.ts";
import { type Behind, guardedServer } from "./serve-server.ts";

function quit(code: number, message: string): never {
  console.error(message);
  process.exit(code);
}

if (Number.parseInt(process.versions.node, 10) < 26)
  quit(1, "Greenlight needs its own Node: npm start, not node");
const options = (() => {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (error instanceof BadUsage) quit(2, `${error.message}\n${USAGE}`);
    throw error;
  }
})();
if (process.env.GREENLIGHT_UP === "check") process.exit(0);

const { dev, host } = options;
if (!dev && !existsSync(".next/BUILD_ID")) quit(1, "There is no build yet: npm run build, or npm run up");
// What is compiled once is kept until the next build, so that a server that starts again has its first page sooner.
if (!dev) enableCompileCache(".next/compiled");

let answer: ReturnType<Behind["answer"]>;
let stopping = false;
const names = (): ReadonlySet<string> => {
  const known = [host.includes(":") ? `[${host}]` : host, application?.publicName() ?? null];
  return new Set(known.filter((name) => name !== null));
};

const server = guardedServer({
  dev,
  answer: () => answer,
  names,
  tls: () => application?.tls() ?? false,
  stopping: () => stopping,
  isBuilt: (file) => statSync(`.next/static/${file}`, { throwIfNoEntry: false })?.isFile() ?? false,
  pageWaitS: async (headers) => (await application?.pageWaitS(headers)) ?? null,
});
server.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE")
    quit(1, `Port ${options.port} on ${host} is taken: choose another with --port`);
  if (error.code === "EACCES")
    quit(1, `Port ${options.port} needs more rights: choose one above 1023 with --port`);
  quit(1, `Cannot listen on ${host}:${options.port}: ${error.message}`);
});

const listen = () => new Promise<void>((listening) => server.listen(options.port, host, listening));
// Before the application is loaded, so that a taken port is told before a database is opened. Where others can reach it,
// not before the application has found that there is an administrator.
if (options.loopback) await listen();
const port = (server.address() as AddressInfo | null)?.port ?? options.port;

for (const [name, value] of Object.entries(options.env)) {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
Object.assign(process.env, { PORT: String(port), HOST: host, NODE_ENV: dev ? "development" : "production" });

interface Application {
  /** Ends the streams and workers at once, and closes the database when the last request is answered. */
  end: (drained: Promise<unknown>) => Promise<void>;
  /** The host name people open, where the settings say one. */
  publicName: () => string | null;
  /** Whether people reach it by TLS. */
  tls: () => boolean;
  pageWaitS: Behind["pageWaitS"];
  /** A one-time link, where nobody can administer yet. */
  setupLink: string | null;
}
/** The application answers here once it runs. */
const started = Promise.withResolvers<Application>();
let application: Application | undefined;
Reflect.set(globalThis, Symbol.for("greenlight.started"), started.resolve);
Reflect.set(globalThis, Symbol.for("greenlight.failed"), started.reject);

async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => server.closeAllConnections(), 3_000);
  setTimeout(() => process.exit(0), 4_500);
  const closed = new Promise((resolve) => server.close(resolve));
  setInterval(() => server.closeIdleConnections(), 50); // those that have their answer since
  await application?.end(closed).catch(console.error);
  await closed;
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);

try {
  const { default: next } = await import("next");
  // On its server Next listens for upgrades: only hot reload needs that, so otherwise it gets one that nobody reaches.
  const app = next({ dev, hostname: host, port, httpServer: dev ? server : createServer() });
  await app.prepare();
  // Next does not wait for its instrumentation; an application that cannot start ends the process itself.
  application = await started.promise;
  answer = app.getRequestHandler();
  if (!options.loopback) await listen();
} catch (error) {
  quit(1, error instanceof Error ? error.message : String(error));
}
console.log(`Greenlight is ready on http://${host.includes(":") ? `[${host}]` : host}:${port}`);
if (application.setupLink !== null)
  console.log(
    `Nobody can sign in yet. Make the first administrator (this link works once): ${application.setupLink}`,
  );
