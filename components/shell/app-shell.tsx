import type { ReactNode } from "react";
import { PaletteButton } from "@/components/palette/palette-button";
import type { Theme } from "@/lib/client/theme";
import { AlertLine } from "./alert-line";
import { Brand } from "./brand";
import { DemoBanner } from "./demo-banner";
import { LiveIndicator } from "./live-indicator";
import { NavLinks } from "./nav-links";
import { PhoneMenu } from "./phone-menu";
import { ReleaseStrip } from "./release-strip";
import { SessionEnd } from "./session-end";
import { StreamBanner } from "./stream-banner";
import { ThemeSwitch } from "./theme-switch";
import { Who } from "./who";

interface Props {
  theme: Theme;
  timezone: string;
  /** When the server painted this: ages count from here until the page is live. */
  paintedMs: number;
  children: ReactNode;
}

/** What stands around every page: navigation, who is signed in, whether it is live, which zone its days are, light or dark. */
export function AppShell({ theme, timezone, paintedMs, children }: Props) {
  const foot = (
    <>
      <LiveIndicator />
      <p title="Reporting time zone: days begin at its midnight">{timezone}</p>
    </>
  );
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[208px_minmax(0,1fr)] print:block">
      <a
        href="#content"
        className="control sr-only z-20 focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-3 focus:py-1.5"
      >
        Skip to content
      </a>
      <header className="no-print sticky top-0 hidden h-dvh flex-col gap-5 border-r border-line bg-surface px-3 py-4 md:flex">
        <div className="px-2.5 pt-0.5">
          <Brand />
        </div>
        <PaletteButton />
        <nav aria-label="Pages">
          <NavLinks />
        </nav>
        <div className="mt-auto grid gap-3 px-2.5 text-small text-ink-3">
          <Who />
          <div className="grid gap-1">{foot}</div>
          <div>
            <ThemeSwitch initial={theme} />
          </div>
        </div>
      </header>
      <header className="no-print sticky top-0 z-10 flex h-13 items-center justify-between border-b border-line bg-surface px-3.5 md:hidden">
        <Brand />
        <PhoneMenu />
      </header>
      <div className="min-w-0">
        <SessionEnd />
        <StreamBanner />
        <p className="mb-2 hidden items-center justify-between text-small text-ink-3 print:flex">
          <Brand />
          {timezone}
        </p>
        <DemoBanner />
        <ReleaseStrip paintedMs={paintedMs} />
        <AlertLine />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto max-w-[1680px] px-3.5 py-4 outline-none md:px-6 print:p-0 print:pt-2"
        >
          {children}
        </main>
        <footer className="no-print flex flex-wrap items-center justify-between gap-3 border-t border-line px-3.5 py-4 text-small text-ink-3 md:hidden">
          <div>{foot}</div>
          <ThemeSwitch initial={theme} />
        </footer>
      </div>
    </div>
  );
}
