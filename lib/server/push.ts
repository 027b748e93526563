import type { IngestReply } from "@/lib/contract/ingest";
import type { Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { Malformed } from "@/lib/domain/record";
import { KINDS } from "@/lib/ingest/parse";
import { placed } from "@/lib/ingest/position";
import type { App } from "./app";
import { ingest, nothingValid, parsedBytes } from "./ingest";

/**
 * Takes a pushed document of a kind.
 *
 * @throws Problem not-found: unknown kind; bad-input: not the format at all; nothing-valid: all of it was rejected;
 * impossible-now: in demo mode.
 */
export async function push(
  app: App,
  name: string,
  bytes: Uint8Array,
  environment: Environment | null,
): Promise<IngestReply> {
  const kind = KINDS.find((known) => known === name);
  if (kind === undefined)
    throw new Problem("not-found", `kind: found "${name.slice(0, 60)}", allowed are ${KINDS.join(", ")}`);
  if (app.settings().demo !== null) {
    throw new Problem(
      "impossible-now",
      "this is the demo, which takes no data; start for real with: npm run up -- --no-demo",
    );
  }
  const document = parsedBytes(kind, bytes, app.calendar().zone);
  if (document.malformed !== null) throw notReadable(document.malformed);
  const reply = await ingest(app, { source: { path: "http", kind }, environment, position: null }, document);
  if (nothingValid(reply))
    throw new Problem("nothing-valid", "nothing in this document is valid", { extra: { ...reply } });
  return reply;
}

function notReadable(malformed: Malformed): Problem {
  const { line, column, offset } = malformed;
  return new Problem("bad-input", placed(malformed), { extra: { line, column, offset } });
}
