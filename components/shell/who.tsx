"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fault } from "@/components/access/fault";
import { useCommand } from "@/components/access/use-command";
import { ROLE_WORDS } from "@/lib/client/access-words";
import { commanded } from "@/lib/client/commands";
import { leaving } from "@/lib/client/signed-out";
import { useMe } from "@/lib/client/use-me";
import type { Me } from "@/lib/contract/people";

/** Who is signed in, and the way out; the way in for who only looks. Nothing where there is no sign-in. */
export function Who({ chosen }: { chosen?: () => void }) {
  const me = useMe();
  if (me?.kind === "anonymous") return <OnlyLooking />;
  return me?.person ? <SignedIn person={me.person} chosen={chosen} /> : null;
}

interface SignedInProps {
  person: NonNullable<Me["person"]>;
  chosen: (() => void) | undefined;
}

function SignedIn({ person: { name, email, role }, chosen }: SignedInProps) {
  const { fault, ...out } = useSignOut();
  const open = usePathname() === "/account";
  return (
    <div className="grid gap-1 text-small">
      <div className="flex items-center justify-between gap-x-3 gap-y-1.5 md:flex-wrap">
        <p className="min-w-0 md:w-full" title={email}>
          <bdi className="block truncate text-ink">{name}</bdi>
          <span className="block text-ink-3">{ROLE_WORDS[role].name}</span>
        </p>
        <p className="flex shrink-0 gap-2">
          <Link
            href="/account"
            prefetch={false}
            onClick={chosen}
            aria-current={open ? "page" : undefined}
            className="control min-h-7 px-2 aria-[current=page]:bg-sunken aria-[current=page]:text-ink"
          >
            Account
          </Link>
          <button type="button" {...out} className="control min-h-7 px-2">
            Sign out
          </button>
        </p>
      </div>
      <Fault words={fault} />
    </div>
  );
}

function OnlyLooking() {
  const path = usePathname();
  return (
    <div className="flex items-center justify-between gap-2 text-small">
      <span className="text-ink-3">Only looking</span>
      <Link
        href={`/sign-in?next=${encodeURIComponent(path)}`}
        prefetch={false}
        className="control min-h-7 px-2"
      >
        Sign in
      </Link>
    </div>
  );
}

/** For a button that signs out. */
export function useSignOut() {
  const { state, fault, send } = useCommand(() =>
    leaving("left", () => commanded({ method: "POST", path: "/api/auth/sign-out", body: {} })),
  );
  return { fault, onClick: () => send(), "aria-busy": state !== "idle" };
}
