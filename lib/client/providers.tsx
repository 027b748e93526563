"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { LiveProvider } from "./live";

/** A range that ends now moves on although nothing is recorded. */
const MOVE_ON_MS = 5 * 60_000;

const newClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The stream says what is stale; asking again on every mount would only repeat the server's first paint.
        staleTime: MOVE_ON_MS,
        refetchInterval: MOVE_ON_MS,
        retry: 1,
      },
    },
  });

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <LiveProvider>{children}</LiveProvider>
    </QueryClientProvider>
  );
}
