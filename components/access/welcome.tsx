"use client";

import { commanded } from "@/lib/client/commands";
import { AccessCard } from "./access-card";
import { Fault } from "./fault";
import { Field } from "./field";
import { PasswordField, type PasswordLength } from "./password-field";
import { SubmitButton } from "./submit-button";
import { sending, useCommand } from "./use-command";

interface Props {
  token: string;
  /** Whom the link was made for; null for the first administrator. */
  person: { name: string; email: string } | null;
  length: PasswordLength;
}

/** Where a one-time link leads: choose a password, and, for the first administrator, who one is. */
export function Welcome({ token, person, length }: Props) {
  const enter = useCommand(async (form: FormData) => {
    const given = person === null ? { name: form.get("name"), email: form.get("email") } : {};
    const body = { token, password: form.get("password"), ...given };
    await commanded({ method: "POST", path: "/api/auth/welcome", body });
    // In the place of this page, so that nobody goes back to the link.
    window.location.replace("/");
  });
  const { fault, state } = enter;
  return (
    <AccessCard title={person === null ? "Make the first administrator" : `Welcome, ${person.name}`}>
      <p className="text-body text-ink-2">
        {person === null
          ? "Whoever has this account adds the others, and the keys of machines. The link works once."
          : "Choose a password, and you are in. The link works once."}
      </p>
      <form method="post" onSubmit={sending(enter)} className="grid gap-3">
        {person === null && <Field label="Name" name="name" autoComplete="name" maxLength={80} required />}
        <Field
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          required
          {...(person === null ? {} : { value: person.email, readOnly: true })}
        />
        <PasswordField
          label="New password"
          name="password"
          autoComplete="new-password"
          length={length}
          invalid={fault !== null}
        />
        <Fault words={fault} />
        <SubmitButton state={state} busy="Signing in" leads className="mt-1 min-h-9 justify-center">
          Set password and sign in
        </SubmitButton>
      </form>
    </AccessCard>
  );
}
