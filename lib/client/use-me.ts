"use client";

import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/lib/contract/people";
import type { Permission } from "@/lib/domain/access";
import { lackingWords } from "./access-words";
import { meQuery } from "./queries";

/** Who looks at the page. The server decides what they may do; this is only to say so beforehand. */
export const useMe = (): Me | undefined => useQuery(meQuery()).data;

/** Whether who looks at the page may do what asks for this. */
export const useMay = (permission: Permission): boolean => useMe()?.permissions.includes(permission) ?? false;

/**
 * What who looks at the page lacks for what asks for this, as a sentence; null where nothing is lacking, and while it is
 * not known who looks: no slow question takes a control away.
 */
export function useLacking(permission: Permission): string | null {
  const me = useMe();
  return me === undefined ? null : lackingWords(me, permission);
}
