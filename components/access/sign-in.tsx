"use client";

import { type FormEvent, useState } from "react";
import { commanded, wordsOf } from "@/lib/client/commands";

/** The way in. `setup`: there is nobody yet who could. */
export function SignIn({ next, setup }: { next: string; setup: boolean }) {
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFault(null);
    try {
      const body = { email: form.get("email"), password: form.get("password") };
      await commanded({ method: "POST", path: "/api/auth/sign-in/email", body });
      window.location.assign(next);
    } catch (error) {
      setFault(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit} className="grid gap-3">
      <h1 className="text-heading">Sign in</h1>
      {setup && (
        <p className="text-small text-ink-2">
          Nobody can sign in yet: open the link that the start has printed.
        </p>
      )}
      <label className="grid gap-1 text-small">
        E-mail address
        <input name="email" type="email" autoComplete="username" required className="control" />
      </label>
      <label className="grid gap-1 text-small">
        Password
        <input name="password" type="password" autoComplete="current-password" required className="control" />
      </label>
      {fault !== null && <p role="alert">{fault}</p>}
      <button type="submit" disabled={busy} className="control control-main">
        Sign in
      </button>
    </form>
  );
}
