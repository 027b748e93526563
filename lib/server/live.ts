import { invalidation } from "@/lib/contract/live";
import { type Identity, may } from "@/lib/domain/access";
import { Problem } from "@/lib/domain/problem";
import { identified } from "./access/identify";
import type { App } from "./app";
import type { Invalidation } from "./bus";
import { remember } from "./remember";

const HEARTBEAT_MS = 15_000;
const STREAMS_MAX = 2000;
const STREAMS_OF_SESSION_MAX = 20;
/** So often it is asked whether a reader still may read, and at once where something about access has changed. */
const RECHECK_MS = 60_000;
/** A reader with more than this waiting for it has stopped reading. */
const QUEUED_BYTES_MAX = 256 * 1024;

/** Each open stream by what ends it, with the session it belongs to. */
const open = () => remember("streams", () => new Map<() => void, string | null>());

/** How many readers are connected. */
export const openStreams = (): number => open().size;

/** Ends every open stream, so that the server can stop. */
export function endStreams(): void {
  for (const end of [...open().keys()]) end();
}

/** A stream of invalidations for one reader: what it missed since `Last-Event-ID` first, then what happens. */
export function liveStream(app: App, request: Request, who: Identity): Response {
  const session = who.kind === "person" ? who.sessionId : null;
  checkCaps(session);
  const lastId = lastEventId(request);
  let end = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        end = follow(controller, app, { lastId, session, headers: new Headers(request.headers) });
        request.signal.addEventListener("abort", end, { once: true });
        if (request.signal.aborted) end();
      },
      cancel: () => end(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: QUEUED_BYTES_MAX }),
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "private, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/** @throws Problem overloaded */
function checkCaps(session: string | null): void {
  if (open().size >= STREAMS_MAX)
    throw new Problem("overloaded", `${STREAMS_MAX} streams are open already; try again later`);
  const own = session === null ? 0 : [...open().values()].filter((known) => known === session).length;
  if (own >= STREAMS_OF_SESSION_MAX)
    throw new Problem("overloaded", `this session has ${STREAMS_OF_SESSION_MAX} streams open already`);
}

interface Reader {
  lastId: number | null;
  session: string | null;
  headers: Headers;
}

function follow(
  controller: ReadableStreamDefaultController<Uint8Array>,
  app: App,
  { lastId, session, headers }: Reader,
): () => void {
  const { bus } = app;
  const encoder = new TextEncoder();
  const send = (text: string) => {
    if ((controller.desiredSize ?? 0) <= 0) end();
    else controller.enqueue(encoder.encode(text));
  };
  const tell = ({ id, topics }: Invalidation) =>
    send(`id: ${id}\nevent: invalidate\ndata: ${JSON.stringify(invalidation.parse({ topics }))}\n\n`);
  const recheck = () =>
    identified(app, headers).then(
      ({ who }) => may(who, "read") || end(),
      () => end(),
    );
  const unsubscribe = bus.subscribe((told) => {
    tell(told);
    if (told.topics.includes("access")) void recheck();
  });
  const rechecks = setInterval(recheck, RECHECK_MS);
  const heartbeat = setInterval(() => send(": heartbeat\n\n"), HEARTBEAT_MS);
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    unsubscribe();
    clearInterval(heartbeat);
    clearInterval(rechecks);
    open().delete(end);
    try {
      controller.close();
    } catch {
      // The reader has gone already; there is nothing left to close.
    }
  };
  open().set(end, session);
  const missed = lastId === null ? null : bus.since(lastId);
  send("retry: 1000\n\n");
  if (missed !== null) tell(missed);
  // The id is told at once, so that a reader that comes back can say from where.
  else send(`id: ${bus.lastId}\n: welcome\n\n`);
  return end;
}

function lastEventId(request: Request): number | null {
  const id = Number(request.headers.get("last-event-id") ?? Number.NaN);
  return Number.isSafeInteger(id) && id >= 0 ? id : null;
}
