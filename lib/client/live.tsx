"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { refresher } from "./refresh";

/** How the stream of changes stands. Null times: not known yet. */
export interface Live {
  state: "connecting" | "open" | "down";
  /** When something changed last, or the stream opened; what is on screen is as new as this or newer. */
  heardMs: number | null;
  downSinceMs: number | null;
}

const UNHEARD: Live = { state: "connecting", heardMs: null, downSinceMs: null };
const REOPEN_MS = 2000;
const HIDDEN_MS = 30_000;

const LiveContext = createContext<Live>(UNHEARD);

export const useLive = (): Live => useContext(LiveContext);

/** One stream per tab, shared by every query on the page. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [live, setLive] = useState(UNHEARD);
  useEffect(() => {
    const refresh = refresher(client);
    return listened({
      opened: () => {
        setLive({ state: "open", heardMs: Date.now(), downSinceMs: null });
        // What changed between the page's first paint and now was told to nobody.
        refresh("all");
      },
      changed: (topics) => {
        setLive((before) => ({ ...before, heardMs: Date.now() }));
        refresh(topics);
      },
      dropped: () =>
        setLive((before) =>
          before.state === "down" ? before : { ...before, state: "down", downSinceMs: Date.now() },
        ),
    });
  }, [client]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

interface Ears {
  opened: () => void;
  changed: (topics: readonly string[]) => void;
  dropped: () => void;
}

/**
 * Listens until the answer is called. The browser reconnects by itself, except after a refusal: then we do.
 * A tab that nobody looks at gives its connection back: browsers allow six to one server, over all tabs.
 */
function listened({ opened, changed, dropped }: Ears): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    const opening = new EventSource("/api/events");
    opening.addEventListener("open", opened);
    opening.addEventListener("invalidate", ({ data }: MessageEvent<string>) => changed(topicsOf(data)));
    opening.addEventListener("error", () => {
      dropped();
      if (opening.readyState === EventSource.CLOSED && !document.hidden) timer = setTimeout(open, REOPEN_MS);
    });
    source = opening;
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const attend = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(close, HIDDEN_MS);
    else if (source === null || source.readyState === EventSource.CLOSED) open();
  };
  open();
  document.addEventListener("visibilitychange", attend);
  return () => {
    document.removeEventListener("visibilitychange", attend);
    close();
  };
}

const topicsOf = (text: string): string[] => (JSON.parse(text) as { topics: string[] }).topics;
