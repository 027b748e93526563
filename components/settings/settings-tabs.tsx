"use client";

import { usePathname } from "next/navigation";
import { PageLink } from "@/components/view/page-link";
import { SEGMENT, SEGMENTS } from "@/components/view/segment";
import { useMay } from "@/lib/client/use-me";

const TABS = [
  { path: "/settings", name: "Configuration" },
  { path: "/settings/users", name: "Users" },
  { path: "/settings/keys", name: "Keys" },
] as const;

/** From one page of the settings to another. Two of them are for administrators, and named only to them. */
export function SettingsTabs() {
  const open = usePathname();
  if (!useMay("admin")) return null;
  return (
    <nav aria-label="Settings" className={`${SEGMENTS} no-print md:order-last`}>
      {TABS.map(({ path, name }) => (
        <PageLink key={path} path={path} current={path === open} className={SEGMENT}>
          {name}
        </PageLink>
      ))}
    </nav>
  );
}
