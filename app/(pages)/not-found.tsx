import type { Metadata } from "next";
import { NotFound } from "@/components/not-found";

export const metadata: Metadata = { title: "Not found" };

export default function NoPage() {
  return (
    <NotFound title="There is no such page" path="/" way="Go to the Overview">
      The address may be mistyped, or what it named was never stored. The pages that exist are in the
      navigation.
    </NotFound>
  );
}
