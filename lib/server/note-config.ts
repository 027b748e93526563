import { appendEvent } from "@/db/record/event";
import type { App } from "./app";
import type { ReloadOutcome } from "./config-file";
import { mistakeText } from "./config-mistake";
import { inTransaction } from "./storage";

/** Writes an edit of the configuration into the event log: what it changed, or why it is not in force. */
export async function noteConfig(
  app: App,
  outcome: Exclude<ReloadOutcome, { kind: "unchanged" }>,
): Promise<void> {
  const applied = outcome.kind === "applied";
  const reason = applied ? null : outcome.mistakes.map(mistakeText).join("\n");
  if (applied) app.log.info({ file: app.settings().file }, "configuration reloaded");
  else
    app.log.error(
      { mistakes: reason },
      "the edited configuration has mistakes; the last good one stays in force",
    );
  app.bus.publish(["settings"]);
  const action = applied ? "config.applied" : "config.refused";
  const event = {
    atMs: app.nowMs(),
    actor: "system",
    origin: "file",
    action,
    subject: app.settings().file ?? "greenlight.yaml",
    reason,
  };
  await inTransaction(app, (tx) => appendEvent(tx, event)).catch((error: unknown) =>
    app.log.error({ err: error }, "the event log cannot be written"),
  );
}
