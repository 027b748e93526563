import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { settingsQuery } from "@/lib/client/queries";

const SETTINGS = { timezone: "UTC", demo: false } as never;

/** What the server would send of this, with these answers at hand. */
export function rendered(children: ReactNode, answers: (client: QueryClient) => void = () => {}): string {
  const client = new QueryClient();
  client.setQueryData(settingsQuery().queryKey, SETTINGS);
  answers(client);
  return renderToStaticMarkup(<QueryClientProvider client={client}>{children}</QueryClientProvider>);
}

/** What is on screen, as text: tags are gone, spaces are one. */
export const shown = (markup: string): string =>
  markup
    .replace(/<(script|style)[^>]*>.*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .replace(/ ([,.;)])/g, "$1");
