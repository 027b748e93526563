import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { Providers } from "@/lib/client/providers";
import { settingsQuery, trafficQuery } from "@/lib/client/queries";
import { THEME_COOKIE, themeOf } from "@/lib/client/theme";
import { app } from "@/lib/server/app";
import { settingsOf } from "@/lib/server/settings";
import { trafficState } from "@/lib/server/traffic/state";
import "./globals.css";

export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { template: "%s · Greenlight", default: "Greenlight" },
  description: "Whether an LLM content pipeline is worth its money, and what is live.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

export default async function Layout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const running = await app();
  const settings = await settingsOf(running);
  const client = new QueryClient();
  client.setQueryData(settingsQuery().queryKey, settings);
  client.setQueryData(trafficQuery().queryKey, await trafficState(running));
  return (
    <html
      lang="en"
      data-theme={theme === "system" ? undefined : theme}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <Providers>
          <HydrationBoundary state={dehydrate(client)}>
            <AppShell theme={theme} timezone={settings.timezone} paintedMs={running.nowMs()}>
              {children}
            </AppShell>
          </HydrationBoundary>
        </Providers>
      </body>
    </html>
  );
}
