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

/** Listens until the answer is called. The browser reconnects by itself, except after a refusal: then we do. */
function listened({ opened, changed, dropped }: Ears): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource("/api/events");
    source.addEventListener("open", opened);
    source.addEventListener("invalidate", ({ data }: MessageEvent<string>) => changed(topicsOf(data)));
    source.addEventListener("error", () => {
      dropped();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, REOPEN_MS);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

const topicsOf = (text: string): string[] => (JSON.parse(text) as { topics: string[] }).topics;
