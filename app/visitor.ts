import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Identity, Permission } from "@/lib/domain/access";
import { may } from "@/lib/domain/access";
import { identified } from "@/lib/server/access/identify";
import { type App, app } from "@/lib/server/app";

/**
 * Who opens a page, which every page asks before it reads anything: a layout would not be asked again for its parts. Who
 * may not is led to the sign-in, and from there back; an administrator's page tells others that it is one.
 */
export async function visitor(permission: Permission = "read"): Promise<{ running: App; who: Identity }> {
  const running = await app();
  const asked = await headers();
  const { who } = await identified(running, asked);
  if (may(who, permission) || (permission === "admin" && may(who, "read"))) return { running, who };
  redirect(`/sign-in?next=${encodeURIComponent(pathOf(asked.get("x-greenlight-url") ?? "/"))}`);
}

/** Without what Next adds when it asks for a part of a page. */
function pathOf(asked: string): string {
  const url = new URL(asked, "http://greenlight");
  url.searchParams.delete("_rsc");
  return `${url.pathname}${url.search}`;
}
