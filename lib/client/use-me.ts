"use client";

import { useQuery } from "@tanstack/react-query";
import type { Me } from "@/lib/contract/people";
import type { Permission } from "@/lib/domain/access";
import { meQuery } from "./queries";

/** Who looks at the page. The server decides what they may do; this is only to say so beforehand. */
export const useMe = (): Me | undefined => useQuery(meQuery()).data;

/** Whether who looks at the page may do what asks for this. */
export const useMay = (permission: Permission): boolean => useMe()?.permissions.includes(permission) ?? false;
