import type { Metadata } from "next";
import Link from "next/link";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <div className="grid justify-items-start gap-3 py-6">
      <h1 className="text-heading">There is no such page</h1>
      <p className="max-w-[60ch] text-body text-ink-2">
        The address may be mistyped, or what it named was never stored. The pages that exist are in the
        navigation.
      </p>
      <Link href="/" className="control">
        Go to the Overview
      </Link>
    </div>
  );
}
