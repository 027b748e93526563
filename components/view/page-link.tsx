"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useView } from "@/lib/client/use-view";
import { carried, searchOf } from "@/lib/client/view";

interface Props {
  path: string;
  className?: string;
  title?: string | undefined;
  children: ReactNode;
}

/** A link to another page that takes along the time and the environment that are being looked at. */
export function PageLink({ path, children, ...rest }: Props) {
  const { view } = useView();
  return (
    <Link href={`${path}${searchOf(carried(view))}`} prefetch={false} {...rest}>
      {children}
    </Link>
  );
}
