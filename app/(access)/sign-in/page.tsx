import type { Metadata } from "next";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SetUp } from "@/components/access/set-up";
import { SignIn } from "@/components/access/sign-in";
import { nextPath, reasonOf } from "@/lib/client/signed-out";
import { identified } from "@/lib/server/access/identify";
import { setupNeeded } from "@/lib/server/access/links";
import { app } from "@/lib/server/app";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { next, why } = await searchParams;
  const path = nextPath(typeof next === "string" ? next : null);
  const running = await app();
  const { who, refused } = await identified(running, await headers());
  if (who.kind === "person" || who.kind === "demo") redirect(path);
  if (await setupNeeded(running)) return <SetUp />;
  const ended = refused === "session" ? "ended" : null;
  return <SignIn next={path} why={reasonOf(why) ?? ended} open={who.kind === "anonymous"} />;
}
