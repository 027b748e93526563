"use client";

import { useEffect, useRef } from "react";
import { commanded } from "@/lib/client/commands";
import type { Reason } from "@/lib/client/signed-out";
import { AccessCard } from "./access-card";
import { Fault } from "./fault";
import { Field } from "./field";
import { PasswordField } from "./password-field";
import { SubmitButton } from "./submit-button";
import { sending, useCommand } from "./use-command";

const REASONS: Readonly<Record<Reason, string>> = {
  ended: "Your session has ended. Sign in again, and you are back where you were.",
  left: "You are signed out.",
  password: "Your password is changed, and every session has ended. Sign in with the new one.",
};

interface Props {
  /** Where it leads: a page of this server. */
  next: string;
  why: Reason | null;
  /** Whether everybody may look without signing in. */
  open: boolean;
}

/** The way in. */
export function SignIn({ next, why, open }: Props) {
  const password = useRef<HTMLInputElement>(null);
  const enter = useCommand(async (form: FormData) => {
    const body = { email: form.get("email"), password: form.get("password") };
    await commanded({ method: "POST", path: "/api/auth/sign-in/email", body });
    window.location.assign(next);
  });
  const { fault, state } = enter;
  useEffect(() => {
    if (fault !== null) password.current?.select();
  }, [fault]);
  return (
    <AccessCard title="Sign in" below={<OtherWays next={next} open={open} />}>
      {why !== null && (
        <p role="status" className="rounded-control bg-sunken px-3 py-2 text-small text-ink-2">
          {REASONS[why]}
        </p>
      )}
      {/* Whatever sends it, what is typed never becomes part of an address. */}
      <form method="post" onSubmit={sending(enter)} className="grid gap-3">
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          required
          aria-invalid={fault !== null}
        />
        <PasswordField
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          invalid={fault !== null}
        />
        <Fault words={fault} />
        <SubmitButton state={state} busy="Signing in" leads className="mt-1 min-h-9 justify-center">
          Sign in
        </SubmitButton>
      </form>
    </AccessCard>
  );
}

const OtherWays = ({ next, open }: Pick<Props, "next" | "open">) => (
  <>
    {open && (
      <p>
        <a href={next} className="link underline">
          Look without signing in
        </a>{" "}
        <span className="text-ink-3">everything can be read, nothing changed</span>
      </p>
    )}
    <details>
      <summary className="w-fit text-ink-2 hover:text-ink">Password lost?</summary>
      <p className="pt-1 text-ink-3">
        Ask an administrator for a new link: Settings, Users, “New link” beside your name. With it you choose
        another password. If it is the last administrator’s, on the server:{" "}
        <code className="font-mono wrap-anywhere text-ink-2">npm run greenlight -- user reset EMAIL</code>
      </p>
    </details>
  </>
);
