import { readFileSync } from "node:fs";
import { ADMIN_ENV, bearing } from "@/tests/support/access";
import { startServer } from "@/tests/support/server";
import { dataDirOf } from "./store";

export interface Server {
  url: string;
  /** Bytes of memory that the server holds now. */
  rss(): number;
}

/** Does work with the built server on a free port, with the database of this folder. */
export async function withServer<T>(
  folder: string,
  work: (server: Server) => Promise<T>,
  env: Record<string, string> = {},
): Promise<T> {
  const server = await startServer({
    dataDir: dataDirOf(folder),
    env: { LOG_LEVEL: "silent", ...ADMIN_ENV, ...env },
  });
  try {
    return await work({ url: server.url, rss: () => rssOf(server.pid) });
  } finally {
    await server.stop();
  }
}

const rssOf = (pid: number): number => {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) * 1024;
};

/** Pushes a document as the pipeline would; throws where it does not land whole. */
export async function pushed(url: string, kind: string, text: string, environment: string): Promise<void> {
  const answer = await fetch(`${url}/api/ingest/${kind}?environment=${environment}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearing() },
    body: text,
  });
  const body = await answer.text();
  if (answer.status !== 200 || !body.includes('"rejected":[]')) throw new Error(`${answer.status}: ${body}`);
}
