import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { trafficChanges } from "@/db/queries/traffic";
import { assigned } from "@/lib/domain/assignment";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { trafficState } from "@/lib/server/traffic/state";
import { greenlight } from "@/tests/support/greenlight";
import { DRIVERS, noted, onStateFile, type TrafficStage } from "@/tests/support/traffic";
import { WISH } from "@/tests/support/traffic-wishes";

const said = ({ folder }: TrafficStage, ...words: string[]) =>
  greenlight(folder, words, { GREENLIGHT_CONFIG: join(folder, "greenlight.yaml") });

describe.each(DRIVERS)("greenlight rollback on %s", (_, staged) => {
  test("works on the lease and log of a server that runs, which neither fights it nor forgets it", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    await shiftTraffic(stage.app, 100, WISH, "*");
    const rehearsed = await said(stage, "rollback", "--dry-run", "--json");
    expect(JSON.parse(rehearsed.out)).toMatchObject({ dry_run: true, from: { weight: 100 } });
    expect(await outside()).toBe(100);
    const { code, out } = await said(stage, "rollback", "--reason", "costs", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ changed: true, actor: "cli", reason: "costs" });
    expect(await outside()).toBe(0);
    await stage.look(3);
    expect(await outside()).toBe(0);
    expect(await trafficState(stage.app)).toMatchObject({ live: "blue", updated_by: "cli", sync: "in_sync" });
    expect((await noted(stage.app)).slice(-2)).toMatchObject([
      { action: "traffic.rollback.intended", actor: "cli", reason: "costs" },
      { action: "traffic.rollback.confirmed", actor: "cli", reason: "costs" },
    ]);
    const again = await said(stage, "rollback");
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("nothing changed") });
    expect(await trafficChanges(stage.app.store.db, 9)).toHaveLength(3);
  });

  test("works where no server runs", async () => {
    const { stage, outside } = await staged();
    await stage.look();
    await shiftTraffic(stage.app, 60, WISH, "*");
    await stage.stop();
    const { code, out } = await said(stage, "rollback");
    expect(code).toBe(0);
    expect(out).toMatch(/^rollback r3: from green, 60 %, to blue\n/);
    expect(out).toContain("\nverified");
    expect(await outside()).toBe(0);
  });
});

test("1, and says why: a target that is not healthy, until that is confirmed", async () => {
  const { stage, outside } = await onStateFile(["environments: { blue: { url: http://127.0.0.1:9 } }"]);
  await stage.look();
  await shiftTraffic(stage.app, 60, WISH, "*");
  const refused = await said(stage, "rollback", "--json");
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ code: "impossible-now", target: "blue" });
  expect(await outside()).toBe(60);
  expect((await said(stage, "rollback", "--confirm")).code).toBe(0);
  expect(await outside()).toBe(0);
});

test("greenlight assign says one word, the same as the server would, and records it", async () => {
  const { stage } = await onStateFile();
  await stage.look();
  await shiftTraffic(stage.app, 50, WISH, "*");
  const first = await said(stage, "assign", "The Cost of AI");
  expect(first).toMatchObject({ code: 0, out: `${assigned("the cost of ai", 50)}\n` });
  const again = await said(stage, "assign", " the cost of AI ", "--json");
  expect(JSON.parse(again.out)).toEqual({ environment: first.out.trim() });
  const rows = await stage.app.store.db.selectFrom("assignment").select(["job_key", "environment"]).execute();
  expect(rows).toEqual([{ job_key: "the cost of ai", environment: first.out.trim() }]);
});

test.each([[["assign", " "]], [["assign", "a", "b"]], [["rollback", "now"]], [["assign", "a", "--dry-run"]]])(
  "%j is bad usage",
  async (words) => {
    const { stage } = await onStateFile();
    expect(await said(stage, ...words)).toMatchObject({ code: 2, out: "" });
  },
);
