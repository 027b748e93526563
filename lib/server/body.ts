import { BODY_BYTES_MAX } from "@/lib/contract/ingest";
import { Problem } from "@/lib/domain/problem";

const tooLarge = (bytesMax: number): Problem =>
  new Problem(
    "too-large",
    bytesMax === BODY_BYTES_MAX
      ? `a body of at most ${bytesMax / 1024 / 1024} MiB is taken; send the rest as another document`
      : `a body of at most ${bytesMax / 1024} KiB is taken`,
  );
const TEXTUAL =
  /^(?:application\/(?:[\w.+-]*\+)?(?:json|jsonl|ndjson|x-ndjson|json-seq|octet-stream)|text\/plain)$/;

/** Reads a body up to the limit, and not a byte beyond. */
export async function bodyBytes(request: Request, bytesMax = BODY_BYTES_MAX): Promise<Uint8Array> {
  checkType(request.headers);
  if (Number(request.headers.get("content-length") ?? 0) > bytesMax) throw tooLarge(bytesMax);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body ?? []) {
    size += piece.byteLength;
    if (size > bytesMax) throw tooLarge(bytesMax);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function checkType(headers: Headers): void {
  const [type = "", ...parameters] = (headers.get("content-type") ?? "")
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (type !== "" && !TEXTUAL.test(type)) {
    throw new Problem(
      "unsupported-media-type",
      `content-type: found "${type}", allowed are application/json, application/x-ndjson and text/plain`,
    );
  }
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice(8)
    .replaceAll('"', "");
  if (charset !== undefined && charset !== "utf-8" && charset !== "us-ascii") {
    throw new Problem("unsupported-media-type", `charset: found "${charset}", allowed is utf-8`);
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding !== "identity")
    throw new Problem("unsupported-media-type", `content-encoding: found "${encoding}", allowed is none`);
}
