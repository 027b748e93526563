import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import autocannon from "autocannon";
import { ADMIN, ADMIN_ENV, bearing } from "@/tests/support/access";
import { document, executions } from "./support/documents";
import { type Figure, report } from "./support/results";
import { pushed, type Server, withServer } from "./support/server";
import { inFolder } from "./support/store";
import { median } from "./support/timing";

const EXECUTIONS = 1000;
const ROUNDS = 5;
const ROUND_S = 2;
const CONNECTIONS = 8;

/** A read that is hardly any work besides asking who asks, and one that sums. */
const READS = ["/api/traffic", "/api/summary?range=30d"];

type Headers = Record<string, string>;

async function sessionOf({ url }: Server): Promise<Headers> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ADMIN),
  });
  const [cookie = ""] = answer.headers.getSetCookie();
  if (answer.status !== 200) throw new Error(`no session: ${answer.status} ${await answer.text()}`);
  return { cookie: cookie.split(";", 1)[0] ?? "" };
}

async function keyOf({ url }: Server): Promise<Headers> {
  const answer = await fetch(`${url}/api/keys`, {
    method: "POST",
    headers: { "content-type": "application/json", ...bearing() },
    body: JSON.stringify({ name: "bench", scope: "read" }),
  });
  if (answer.status !== 200) throw new Error(`no key: ${answer.status} ${await answer.text()}`);
  return bearing(((await answer.json()) as { key: string }).key);
}

/** Requests a second. */
async function rate(url: string, headers: Headers): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: ROUND_S,
    headers,
  });
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} refused, ${errors} failed`);
  return requests.mean;
}

/** How many times as long a read takes as an open one next to it; every kind is asked in each round. */
async function ratios(server: Server, path: string, headers: Headers): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const before = await rate(server.url + path, {});
    const authenticated = await rate(server.url + path, headers);
    const after = await rate(server.url + path, {});
    if (round > 0) found.push((before + after) / 2 / authenticated);
  }
  return found;
}

const measured = await inFolder(async (folder) => {
  const config = join(folder, "greenlight.yaml");
  await writeFile(config, "access: { anonymous: viewer, requests_per_minute: 10000000 }\n");
  const asked = async (server: Server) => {
    const spread = { count: EXECUTIONS, days: 30, untilMs: Date.now() };
    const text = document(executions(spread, 0, EXECUTIONS), spread.untilMs);
    await pushed(server.url, "execution-roi", text, "blue");
    const kinds = { session: await sessionOf(server), key: await keyOf(server) };
    const figures: Figure[] = [];
    for (const path of READS) {
      for (const [kind, headers] of Object.entries(kinds)) {
        const found = await ratios(server, path, headers);
        const what = `${path} with a ${kind}, as many times as long as without`;
        figures.push(
          { what: `${what}, median of ${ROUNDS}`, value: median(found), unit: "times", aim: { atMost: 1.2 } },
          { what: `${what}, least`, value: Math.min(...found), unit: "times" },
          { what: `${what}, most`, value: Math.max(...found), unit: "times" },
        );
      }
      figures.push({ what: `${path} open`, value: await rate(server.url + path, {}), unit: "/s" });
    }
    return figures;
  };
  return withServer(folder, asked, { ...ADMIN_ENV, GREENLIGHT_CONFIG: config });
});

report("auth", measured);
