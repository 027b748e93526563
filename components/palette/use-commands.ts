"use client";

import { useQuery } from "@tanstack/react-query";
import type { RefObject } from "react";
import { PLANNING } from "@/components/releases/planning";
import { PAGES } from "@/components/shell/pages";
import { trafficQuery } from "@/lib/client/queries";
import { applyTheme, THEME_NAMES, THEMES } from "@/lib/client/theme";
import { named, readyWords } from "@/lib/client/traffic-words";
import { useLacking } from "@/lib/client/use-me";
import { useTheme } from "@/lib/client/use-theme";
import { useView } from "@/lib/client/use-view";
import { carried, changed, searchOf } from "@/lib/client/view";
import type { Entry } from "./entry";

/** Pages that stand below others, or that these lead to. */
const MORE_PAGES = [
  { path: "/report", name: "Report" },
  { path: "/settings/users", name: "Users" },
  { path: "/settings/keys", name: "Keys" },
  { path: "/account", name: "Account" },
] as const;

/** Every page, with the time and environment that are being looked at. */
export function usePages(): Entry[] {
  const { view } = useView();
  const search = searchOf(carried(view));
  return [...PAGES, ...MORE_PAGES].map(({ path, name }) => ({
    key: path,
    name,
    hint: null,
    locked: null,
    act: { path: `${path}${search}` },
  }));
}

/** What can be done from anywhere. */
export function useActions(rollback: RefObject<(() => void) | null>, nowMs: number): Entry[] {
  const { view } = useView();
  const { data: traffic } = useQuery(trafficQuery());
  const theme = useTheme("system");
  const locked = useLacking("operate");
  const ready = traffic?.rollback ?? null;
  const back: Entry[] =
    ready === null
      ? []
      : [
          {
            key: "rollback",
            name: `Roll back to ${named(ready.to, ready.version)}`,
            hint: readyWords(ready, nowMs).words,
            locked,
            act: { run: () => rollback.current?.() },
          },
        ];
  const plan: Entry = {
    key: "plan",
    name: "Plan a release",
    hint: null,
    locked,
    act: { path: `/releases${searchOf(changed(carried(view), { open: PLANNING }))}` },
  };
  const colours = THEMES.map((one) => ({
    key: `theme-${one}`,
    name: `Colours: ${THEME_NAMES[one].toLowerCase()}`,
    hint: one === theme ? "as it is now" : null,
    locked: null,
    act: { run: () => applyTheme(one) },
  }));
  return [...back, plan, ...colours];
}
