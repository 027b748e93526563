import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignIn } from "@/components/access/sign-in";
import { nextPath } from "@/lib/client/signed-out";
import { identified } from "@/lib/server/access/identify";
import { setupNeeded } from "@/lib/server/access/links";
import { app } from "@/lib/server/app";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { next } = await searchParams;
  const path = nextPath(typeof next === "string" ? next : null);
  const running = await app();
  const { who } = await identified(running, await headers());
  if (who.kind === "person" || who.kind === "demo") redirect(path);
  return <SignIn next={path} setup={await setupNeeded(running)} />;
}
