import type { Metadata } from "next";
import { answered, FirstPaint } from "@/app/first-paint";
import { visitor } from "@/app/visitor";
import { Users } from "@/components/users/users";
import { usersQuery } from "@/lib/client/queries";
import { may } from "@/lib/domain/access";
import { usersOf } from "@/lib/server/access/people";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Users" };

/** Whoever is no administrator gets the page, which says so, and nothing in it. */
export default async function Page() {
  const { running, who } = await visitor("admin");
  const answers = may(who, "admin") ? [answered(usersQuery(), await usersOf(running))] : [];
  return (
    <FirstPaint answers={answers}>
      <Users />
    </FirstPaint>
  );
}
