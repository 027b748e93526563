// Run as a process of its own, to be killed: makes keys, each with its row in the event log, and prints those that are stored.
import { writeSync } from "node:fs";
import { openStore } from "@/db/open";
import { keepKey } from "@/db/record/access";
import { appendEvent } from "@/db/record/event";

const [file = "", round = "", writes = "100"] = process.argv.slice(2);

const store = await openStore(file);
for (let at = 0; at < Number(writes); at += 1) {
  const id = `${round}-${at}`;
  await store.write(async (tx) => {
    await keepKey(tx, {
      id,
      name: id,
      scope: "read",
      hint: "gl_",
      hash: id,
      created_ms: at,
      created_by: "ana",
      expires_ms: null,
      last_used_ms: null,
      revoked_ms: null,
    });
    const event = { atMs: at, actor: "ana", origin: "cli", action: "access.key.created", subject: id };
    await appendEvent(tx, { ...event, after: JSON.stringify({ padding: "x".repeat((at * 97) % 3000) }) });
  });
  writeSync(1, `${id}\n`);
}
await store.close();
