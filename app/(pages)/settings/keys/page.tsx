import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Keys } from "@/components/keys/keys";
import { keysQuery } from "@/lib/client/queries";
import { may } from "@/lib/domain/access";
import { keysOf } from "@/lib/server/access/keys";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Keys" };

/** Whoever is no administrator gets the page, which says so, and nothing in it. */
export default async function Page() {
  const { running, who } = await visitor("admin");
  const answers = may(who, "admin") ? [answered(keysQuery(), await keysOf(running))] : [];
  return (
    <FirstPaint answers={answers}>
      <Keys />
    </FirstPaint>
  );
}
