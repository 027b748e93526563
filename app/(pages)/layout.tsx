import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { visitor } from "@/app/visitor";
import { PaletteProvider } from "@/components/palette/palette-provider";
import { AppShell } from "@/components/shell/app-shell";
import { openAlertsQuery } from "@/lib/client/alert-queries";
import { Providers } from "@/lib/client/providers";
import { meQuery, settingsQuery, trafficQuery } from "@/lib/client/queries";
import { automationQuery, liveReleaseQuery } from "@/lib/client/release-queries";
import { THEME_COOKIE, themeOf } from "@/lib/client/theme";
import { meOf } from "@/lib/server/access/sign-in";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { automationNow } from "@/lib/server/alerts/commands";
import { releasesOf } from "@/lib/server/releases/commands";
import { settingsOf } from "@/lib/server/settings";
import { trafficState } from "@/lib/server/traffic/state";

/** What stands around every page, for whoever may read. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { running, who } = await visitor();
  const settings = await settingsOf(running);
  const client = new QueryClient();
  client.setQueryData(meQuery().queryKey, meOf(who));
  client.setQueryData(settingsQuery().queryKey, settings);
  client.setQueryData(trafficQuery().queryKey, await trafficState(running));
  client.setQueryData(liveReleaseQuery().queryKey, await releasesOf(running, { only: "live" }));
  client.setQueryData(openAlertsQuery().queryKey, await alertsOf(running, { entries: 0 }));
  client.setQueryData(automationQuery().queryKey, await automationNow(running));
  return (
    <Providers>
      <HydrationBoundary state={dehydrate(client)}>
        <PaletteProvider>
          <AppShell
            theme={themeOf((await cookies()).get(THEME_COOKIE)?.value)}
            timezone={settings.timezone}
            paintedMs={running.nowMs()}
          >
            {children}
          </AppShell>
        </PaletteProvider>
      </HydrationBoundary>
    </Providers>
  );
}
