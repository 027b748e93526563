import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Account } from "@/components/account/account";
import { sessionsQuery } from "@/lib/client/queries";
import { sessionsOf } from "@/lib/server/access/own-sessions";
import { PASSWORD_LENGTH } from "@/lib/server/access/password";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Account" };

export default async function Page() {
  const { running, who } = await visitor();
  const answers = who.kind === "person" ? [answered(sessionsQuery(), await sessionsOf(running, who))] : [];
  return (
    <FirstPaint answers={answers}>
      <Account length={PASSWORD_LENGTH} />
    </FirstPaint>
  );
}
