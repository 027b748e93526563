import type { Readable } from "node:stream";

export interface Gathered {
  /** What came so far, at most `bytesMax`. */
  bytes(): Buffer;
  /** Resolves when more came than is taken; never, where that does not happen. */
  overflowing: Promise<void>;
}

/** Takes in the beginning of a stream. Beyond the bound it is closed, so that its writer gets no further. */
export function gathered(stream: Readable, bytesMax: number): Gathered {
  const chunks: Buffer[] = [];
  let length = 0;
  const overflowing = new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => {
      const room = bytesMax - length;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      length += Math.min(room, chunk.length);
      if (chunk.length <= room) return;
      stream.destroy();
      resolve();
    });
  });
  stream.on("error", () => {}); // A pipe that breaks has ended.
  return { bytes: () => Buffer.concat(chunks), overflowing };
}

/** Reads a stream to its end and keeps the last bytes of it. */
export function lastOf(stream: Readable, bytesMax: number): () => Buffer {
  let last: Buffer = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    // A copy: a slice would hold the whole chunk in memory.
    last = Buffer.from(Buffer.concat([last, chunk.subarray(-bytesMax)]).subarray(-bytesMax));
  });
  stream.on("error", () => {});
  return () => last;
}
