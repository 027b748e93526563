import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Server, startServer } from "./server";

export interface BuiltServer extends Server {
  readonly port: number;
  readonly databaseFile: string;
}

interface Wishes {
  /** Where its configuration and its data are; a folder of its own unless one is given. */
  folder?: string;
  dataDir?: string;
  /** Lines of its greenlight.yaml. */
  config?: readonly string[];
  env?: Record<string, string>;
}

const servers: Server[] = [];
const folders: string[] = [];

afterAll(async () => {
  await Promise.all(servers.splice(0).map((server) => server.kill9()));
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder that is gone when the tests of the file are done. */
export async function ownFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "greenlight-server-"));
  folders.push(folder);
  return folder;
}

/** The built server in a process of its own, which is gone when the tests of the file are done. */
export async function builtServer(wishes: Wishes = {}): Promise<BuiltServer> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("these tests need the built server: npm run build");
  const folder = wishes.folder ?? (await ownFolder());
  const dataDir = wishes.dataDir ?? join(folder, "data");
  const config = join(folder, "greenlight.yaml");
  await writeFile(config, ["timezone: UTC", ...(wishes.config ?? [])].join("\n"));
  const server = await startServer({ dataDir, config, env: { LOG_LEVEL: "warn", ...wishes.env } });
  servers.push(server);
  return Object.assign(server, {
    port: Number(new URL(server.url).port),
    databaseFile: join(dataDir, "greenlight.db"),
  });
}
