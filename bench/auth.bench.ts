import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import autocannon from "autocannon";
import { ADMIN, ADMIN_ENV, bearing } from "@/tests/support/access";
import { document, executions } from "./support/documents";
import { type Figure, report } from "./support/results";
import { pushed, type Server, withServer } from "./support/server";
import { inFolder } from "./support/store";
import { median, percentile } from "./support/timing";

const EXECUTIONS = 1000;
const WARM_UP = 3;
const ROUNDS = 40;
const REQUESTS = 250;
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

/** Milliseconds that so many requests take. */
async function tookMs(url: string, headers: Headers): Promise<number> {
  const startMs = performance.now();
  const { non2xx, errors } = await autocannon({ url, connections: CONNECTIONS, amount: REQUESTS, headers });
  if (non2xx + errors > 0) throw new Error(`${url}: ${non2xx} refused, ${errors} failed`);
  return performance.now() - startMs;
}

/** How many times as long reads take as open ones right before and after them, in each round. */
async function ratios(url: string, headers: Headers): Promise<number[]> {
  const found: number[] = [];
  let before = await tookMs(url, {});
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const authenticated = await tookMs(url, headers);
    const after = await tookMs(url, {});
    if (round >= 0) found.push((2 * authenticated) / (before + after));
    before = after;
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
        const found = await ratios(server.url + path, headers);
        const what = `${path} with a ${kind}, against open`;
        figures.push(
          { what: `${what}, median of ${ROUNDS}`, value: median(found), unit: "times", aim: { atMost: 1.2 } },
          { what: `${what}, a quarter is below`, value: percentile(found, 25), unit: "times" },
          { what: `${what}, a quarter is above`, value: percentile(found, 75), unit: "times" },
        );
      }
      const openMs = await tookMs(server.url + path, {});
      figures.push({ what: `${path} open`, value: (1000 * REQUESTS) / openMs, unit: "/s" });
    }
    return figures;
  };
  return withServer(folder, asked, { ...ADMIN_ENV, GREENLIGHT_CONFIG: config });
});

report("auth", measured);
