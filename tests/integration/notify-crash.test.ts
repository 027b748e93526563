import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "@/db/open";
import { notificationLog } from "@/db/queries/notifications";
import { queueNotification } from "@/db/record/notifications";
import type { NotificationPayload } from "@/lib/contract/notifications";
import { compiled } from "@/tests/support/compiled";
import { folder } from "@/tests/support/folder";
import { webhook } from "@/tests/support/notify";
import { receiving } from "@/tests/support/receiving";
import { until } from "@/tests/support/until";

const KEYS = Array.from({ length: 12 }, (_, at) => `${at + 1}:fired`);

const payloadOf = (key: string): NotificationPayload => ({
  ...{ version: 1, key, kind: "fired", status: "firing", severity: "high", receiver: "hook" },
  ...{ time: "2026-11-23T12:00:00.000Z", title: key, text: key, link: "http://127.0.0.1:3000/alerts" },
  ...{ alerts: [], release: null },
});

/** A database with what is to be told, in a folder whose settings name one receiver. */
async function queued(url: string): Promise<{ place: string; states: () => Promise<string[]> }> {
  const place = folder();
  await writeFile(join(place, "greenlight.yaml"), `notify:\n  - ${webhook(url, ", name: hook")}\n`);
  const store = await openStore(join(place, "data", "greenlight.db"));
  onTestFinished(() => store.close());
  await store.write(async (tx) => {
    for (const key of KEYS) {
      const payload = JSON.stringify(payloadOf(key));
      await queueNotification(tx, { key, receiver: "hook", payload, atMs: Date.now() });
    }
  });
  return { place, states: async () => (await notificationLog(store.db, 100)).map(({ state }) => state) };
}

async function started(place: string): Promise<ChildProcess> {
  const script = await compiled("tests/support/notify-core.ts");
  const child = spawn(process.execPath, [script, place], { stdio: ["ignore", "inherit", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

test("killed while it sends, before and after the answer: all are told, in order; each kill repeats one at most", async () => {
  let child: ChildProcess | undefined;
  // The n-th that comes kills who sends it: instead of an answer, or right behind it.
  const kills = new Map([
    [1, "before"],
    [4, "after"],
    [7, "before"],
    [9, "after"],
  ]);
  const hook = await receiving((response, _told, times) => {
    const when = kills.get(times);
    if (when === "before") child?.kill("SIGKILL");
    else response.end("ok", () => void (when === "after" && child?.kill("SIGKILL")));
  });
  const { place, states } = await queued(hook.url);
  for (let life = 0; life <= kills.size; life += 1) {
    child = await started(place);
    if (life < kills.size) expect((await once(child, "close"))[1], `life ${life}`).toBe("SIGKILL");
  }
  await until(async () => expect(new Set(await states())).toEqual(new Set(["sent"])));
  const told = hook.keys().map(String);
  expect(told.filter((key, at) => key !== told[at - 1])).toEqual(KEYS);
  expect(told.length).toBeLessThanOrEqual(KEYS.length + kills.size);
  // Whoever was killed before the answer does not know that it was heard.
  expect(told.slice(0, 2)).toEqual([KEYS[0], KEYS[0]]);
  for (const key of KEYS)
    expect(
      new Set(hook.told.filter(({ headers }) => headers["greenlight-key"] === key).map(({ body }) => body))
        .size,
    ).toBe(1);
});
