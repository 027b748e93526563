"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useView } from "@/lib/client/use-view";
import { carried, searchOf } from "@/lib/client/view";
import { isOpen, PAGES } from "./pages";

/** The pages, each with the time and environment that are being looked at. */
export function NavLinks({ chosen }: { chosen?: () => void }) {
  const open = usePathname();
  const { view } = useView();
  const search = searchOf(carried(view));
  return (
    <ul className="grid gap-0.5">
      {PAGES.map(({ path, name }) => (
        <li key={path}>
          <Link
            href={`${path}${search}`}
            // A page is its figures: what could be fetched ahead would be old, and each range would fetch it anew.
            prefetch={false}
            onClick={chosen}
            aria-current={isOpen(path, open) ? "page" : undefined}
            className="block rounded-control px-2.5 py-1.5 text-body text-ink-2 hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-strong aria-[current=page]:text-ink"
          >
            {name}
          </Link>
        </li>
      ))}
    </ul>
  );
}
