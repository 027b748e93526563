import type { IngestReply } from "@/lib/contract/ingest";
import type { Environment } from "@/lib/domain/environment";
import { Problem } from "@/lib/domain/problem";
import type { Malformed } from "@/lib/domain/record";
import { decode } from "@/lib/ingest/decode";
import { KINDS } from "@/lib/ingest/parse";
import type { App } from "./app";
import { ingest, parsed } from "./ingest";

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
  const decoded = decode(bytes);
  if ("malformed" in decoded) throw notReadable(decoded.malformed);
  const document = parsed(kind, decoded.text, app.calendar().zone);
  if (document.malformed !== null) throw notReadable(document.malformed);
  const reply = await ingest(app, { source: { path: "http", kind }, environment, position: null }, document);
  const landed = reply.accepted + reply.updated + reply.duplicates;
  if (landed === 0 && reply.rejected.length > 0)
    throw new Problem("nothing-valid", "nothing in this document is valid", { extra: { ...reply } });
  return reply;
}

function notReadable({ message, line, column, offset }: Malformed): Problem {
  return new Problem("bad-input", `line ${line}, column ${column}: ${message}`, {
    extra: { line, column, offset },
  });
}
