import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AuditEvent } from "@/lib/contract/audit";
import { tagOf } from "@/lib/contract/traffic";
import { noteConfig } from "@/lib/server/note-config";
import { keepDerived, rebuild } from "@/lib/server/rebuild";
import { stateFileOf } from "@/lib/server/traffic/driver";
import { annotated } from "@/lib/server/traffic/reports";
import { rollBack } from "@/lib/server/traffic/rollback";
import { shiftTraffic } from "@/lib/server/traffic/shift";
import { TrafficWatch } from "@/lib/server/traffic/watch";
import { asked, auditStage } from "@/tests/support/audit";
import { haproxy } from "@/tests/support/haproxy";

const WISH = { actor: "ada", origin: "http", reason: "a try" };

describe("every kind of event that there is", () => {
  test("of settings and figures: who, from where, why, before and after", async () => {
    const { app, clock, folder } = await auditStage();
    const edited = async (text: string) => {
      await writeFile(join(folder, "greenlight.yaml"), text);
      const outcome = await app.config.reloadIfChanged();
      if (outcome.kind === "unchanged") throw new Error("the edit was not seen");
      await noteConfig(app, outcome);
      clock.nowMs += 1000;
    };
    await edited("timezone: Asia/Kolkata\n");
    await keepDerived(app);
    await edited("timezone: Nowhere/Land\n");
    await rebuild(app, "cli");
    const { events, total, actions, actors } = await asked();
    expect(total).toBe(4);
    expect(actions).toEqual(["config.applied", "config.refused", "rollups.derived", "rollups.rebuilt"]);
    expect(actors).toEqual(["cli", "system"]);
    expect(events.map(({ action }) => action)).toEqual([
      "rollups.rebuilt",
      "config.refused",
      "rollups.derived",
      "config.applied",
    ]);
    const [rebuilt, refused, derived, applied] = events as [AuditEvent, AuditEvent, AuditEvent, AuditEvent];
    expect(rebuilt).toMatchObject({ actor: "cli", origin: "local", before: null, after: { differences: 0 } });
    expect(refused.reason).toMatch(/greenlight\.yaml:1:\d+ timezone: found "Nowhere\/Land"/);
    expect(derived).toMatchObject({ before: { timezone: "UTC" }, after: { timezone: "Asia/Kolkata" } });
    expect(applied).toMatchObject({
      time: "2026-11-23T12:00:00.000Z",
      actor: "system",
      origin: "file",
      subject: "greenlight.yaml",
      before: null,
      after: null,
      reason: null,
    });
  });

  test("of traffic on a real balancer: shifts, failures, hands, rollbacks, undo and what was said of them", async () => {
    const balancer = await haproxy();
    const servers = "servers: { blue: blue, green: green }";
    const driver = `haproxy: { socket: ${balancer.socket}, backend: articles, ${servers} }`;
    const { app, clock } = await auditStage([`traffic: { driver: haproxy, ${driver} }`]);
    const watch = new TrafficWatch(app);
    const look = async () => {
      clock.nowMs += 1000;
      await watch.look();
    };
    await look();
    const half = await shiftTraffic(app, 50, WISH, tagOf({ epoch: 1 }));
    expect(await balancer.weight("green")).toBe(50);
    await balancer.ask("set server articles/green weight 200");
    await look();
    await look();
    expect(await balancer.weight("green")).toBe(50);
    await balancer.stop();
    await look();
    await look();
    await expect(shiftTraffic(app, 80, WISH, tagOf(half))).rejects.toMatchObject({
      code: "driver-unreachable",
    });
    await balancer.start();
    await look();
    const [failure] = (await asked("?action=traffic.shift.failed")).events;
    const { epoch } = failure!.after as { epoch: number };
    await look();
    await shiftTraffic(app, 50, { ...WISH, reason: "once more" }, tagOf({ epoch }));
    const report = await rollBack(app, { ...WISH, dryRun: false, confirm: true });
    expect(await balancer.weight("green")).toBe(0);
    await shiftTraffic(app, 50, WISH, tagOf({ epoch: epoch + 2 }), { kind: "undo" });
    await annotated(
      app,
      report.id,
      { actor: "grace", origin: "127.0.0.1" },
      { label: { right: false, by: "grace" } },
    );

    const { actions, events } = await asked();
    expect(actions).toEqual([
      "rollback.annotated",
      "traffic.corrected",
      "traffic.differs",
      "traffic.readable",
      "traffic.rollback.confirmed",
      "traffic.rollback.intended",
      "traffic.shift.confirmed",
      "traffic.shift.failed",
      "traffic.shift.intended",
      "traffic.undo.confirmed",
      "traffic.undo.intended",
      "traffic.unreadable",
    ]);
    const first = (action: string) => events.findLast((event) => event.action === action);
    expect(first("traffic.shift.intended")).toMatchObject({
      ...WISH,
      subject: "traffic",
      before: { live: "blue", blue: 100, green: 0, epoch: 1 },
      after: { live: "blue", blue: 50, green: 50, epoch: 2 },
    });
    expect(first("traffic.shift.failed")).toMatchObject({ before: { green: 80 }, after: { green: 50 } });
    expect(first("rollback.annotated")).toMatchObject({
      actor: "grace",
      subject: report.id,
      before: { label: null },
      after: { label: { right: false, by: "grace" } },
    });
  });

  test("of a state file that somebody else has edited", async () => {
    const { app } = await auditStage();
    const watch = new TrafficWatch(app);
    await watch.look();
    await shiftTraffic(app, 0, WISH, tagOf({ epoch: 1 }));
    const before = JSON.parse(await readFile(stateFileOf(app), "utf8"));
    await writeFile(stateFileOf(app), JSON.stringify({ ...before, current: "green" }));
    await watch.look();
    const { events } = await asked("?action=traffic.external");
    expect(events.map(({ action, actor, origin }) => [action, actor, origin])).toEqual([
      ["traffic.external.confirmed", "external", "file"],
      ["traffic.external", "external", "file"],
    ]);
    expect(events[1]).toMatchObject({ before: { live: "blue", green: 0 }, after: { green: 100 } });
  });
});
