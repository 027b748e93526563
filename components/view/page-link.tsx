"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useView } from "@/lib/client/use-view";
import { carried, searchOf } from "@/lib/client/view";

interface Props {
  path: string;
  className?: string;
  title?: string | undefined;
  /** Whether it is the one that is open. */
  current?: boolean;
  children: ReactNode;
}

/** A link to another page that takes along the time and the environment that are being looked at. */
export function PageLink({ path, current = false, children, ...rest }: Props) {
  const { view } = useView();
  return (
    <Link
      href={`${path}${searchOf(carried(view))}`}
      prefetch={false}
      aria-current={current ? "true" : undefined}
      {...rest}
    >
      {children}
    </Link>
  );
}
