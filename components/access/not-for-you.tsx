"use client";

import Link from "next/link";
import { ROLE_WORDS } from "@/lib/client/access-words";
import { useMe } from "@/lib/client/use-me";

/** In the place of a page of administrators: that it is one, and who looks. */
export function AdminsOnly({ what }: { what: string }) {
  const me = useMe();
  const person = me?.person;
  return (
    <Notice title="This page is for administrators">
      <p>
        {person ? (
          <>
            You are <bdi className="text-ink">{person.name}</bdi> (<bdi>{person.email}</bdi>), with the role{" "}
            {ROLE_WORDS[person.role].name.toLowerCase()}. Ask an administrator if you need it.
          </>
        ) : me?.kind === "demo" ? (
          <>The demo has no sign-in, and so no {what}.</>
        ) : (
          <>You look without being signed in.</>
        )}
      </p>
      {me?.kind === "anonymous" && <SignInLink next={`/settings/${what}`} />}
    </Notice>
  );
}

/** In the place of what somebody has only when signed in. */
export function NotSignedIn({ next }: { next: string }) {
  const me = useMe();
  return (
    <Notice title="You have no account here">
      <p>
        {me?.kind === "demo"
          ? "The demo has no sign-in: everybody who opens it acts as an operator."
          : "You look without being signed in."}
      </p>
      {me?.kind === "anonymous" && <SignInLink next={next} />}
    </Notice>
  );
}

const Notice = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <div className="grid max-w-[70ch] justify-items-start gap-2 rounded-card border border-line bg-surface p-5">
    <h2 className="text-card">{title}</h2>
    <div className="grid justify-items-start gap-3 text-body wrap-anywhere text-ink-2">{children}</div>
  </div>
);

const SignInLink = ({ next }: { next: string }) => (
  <Link href={`/sign-in?next=${encodeURIComponent(next)}`} prefetch={false} className="control">
    Sign in
  </Link>
);
