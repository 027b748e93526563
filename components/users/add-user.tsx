"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Fault } from "@/components/access/fault";
import { Field } from "@/components/access/field";
import { SubmitButton } from "@/components/access/submit-button";
import { sending, useCommand } from "@/components/access/use-command";
import { Card } from "@/components/card";
import { commanded } from "@/lib/client/commands";
import type { Invited } from "@/lib/contract/people";
import { Invitation } from "./invitation";
import { chosenIn, RoleFields } from "./role-fields";

/** An account for somebody else, who chooses the password with a link. */
export function AddUser({ zone }: { zone: string }) {
  const client = useQueryClient();
  const [invited, setInvited] = useState<Invited | null>(null);
  const add = useCommand(async (form: FormData) => {
    const body = { name: form.get("name"), email: form.get("email"), ...chosenIn(form) };
    setInvited(await commanded<Invited>({ method: "POST", path: "/api/users", body }));
    await client.invalidateQueries({ queryKey: ["access"] });
  });
  return (
    <Card title="Add somebody" unit="you get a link for them; nobody else sees the password">
      {invited === null ? (
        <form method="post" onSubmit={sending(add)} className="grid gap-x-8 gap-y-4 lg:grid-cols-3">
          <div className="grid content-start gap-3">
            <Field label="Name" name="name" autoComplete="off" maxLength={80} required />
            <Field label="E-mail address" name="email" type="email" autoComplete="off" required />
          </div>
          <RoleFields chosen={{ role: "viewer", titles: [] }} />
          <div className="grid justify-items-start gap-2 lg:col-span-3">
            <Fault words={add.fault} />
            <SubmitButton state={add.state} busy="Making the link">
              Make account and link
            </SubmitButton>
          </div>
        </form>
      ) : (
        <Invitation invited={invited} zone={zone} close={() => setInvited(null)} />
      )}
    </Card>
  );
}
