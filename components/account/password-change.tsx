"use client";

import { Fault } from "@/components/access/fault";
import { PasswordField, type PasswordLength } from "@/components/access/password-field";
import { SubmitButton } from "@/components/access/submit-button";
import { sending, useCommand } from "@/components/access/use-command";
import { Card } from "@/components/card";
import { commanded } from "@/lib/client/commands";
import { leaving } from "@/lib/client/signed-out";

/** Another password. It ends every session, and says so before. */
export function PasswordChange({ email, length }: { email: string; length: PasswordLength }) {
  const change = useCommand((form: FormData) => {
    const body = { current_password: form.get("current"), new_password: form.get("new") };
    return leaving("password", () => commanded({ method: "POST", path: "/api/auth/change-password", body }));
  });
  const { fault, state } = change;
  return (
    <Card title="Change password">
      <form method="post" onSubmit={sending(change)} className="grid max-w-[420px] gap-3">
        {/* Not to be seen: a password manager learns from it whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <PasswordField label="Present password" name="current" autoComplete="current-password" />
        <PasswordField label="New password" name="new" autoComplete="new-password" length={length} />
        <p className="text-small text-ink-2">
          Every session of yours ends at once, this one too: you sign in again with the new password.
        </p>
        <Fault words={fault} />
        <div>
          <SubmitButton state={state} busy="Changing" leads>
            Change password
          </SubmitButton>
        </div>
      </form>
    </Card>
  );
}
