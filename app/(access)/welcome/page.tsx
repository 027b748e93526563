import type { Metadata } from "next";
import { DeadLink } from "@/components/access/dead-link";
import { Welcome } from "@/components/access/welcome";
import { linkPurpose, setupNeeded } from "@/lib/server/access/links";
import { PASSWORD_LENGTH } from "@/lib/server/access/password";
import { app } from "@/lib/server/app";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Welcome" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const running = await app();
  const purpose = await linkPurpose(running.store.db, given, running.nowMs());
  if (purpose === null) return <DeadLink setup={await setupNeeded(running)} />;
  const person = purpose.kind === "person" ? { name: purpose.user.name, email: purpose.user.email } : null;
  return <Welcome token={given} person={person} length={PASSWORD_LENGTH} />;
}
