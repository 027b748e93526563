"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Fault } from "@/components/access/fault";
import { Field } from "@/components/access/field";
import { SubmitButton } from "@/components/access/submit-button";
import { sending, useCommand } from "@/components/access/use-command";
import { Card } from "@/components/card";
import { Choice } from "@/components/users/role-fields";
import { SCOPE_WORDS } from "@/lib/client/access-words";
import { commanded } from "@/lib/client/commands";
import { serverNowMs } from "@/lib/client/server-clock";
import type { KeyCreated } from "@/lib/contract/keys";
import { SCOPES } from "@/lib/domain/access";
import { expiryOf, LASTING } from "./expiry";
import { MadeKey } from "./made-key";

/** A key for a machine, with no more rights than it needs. */
export function NewKey({ zone }: { zone: string }) {
  const client = useQueryClient();
  const [made, setMade] = useState<KeyCreated | null>(null);
  const make = useCommand(async (form: FormData) => {
    const expires_at = expiryOf(form.get("lasting"), serverNowMs());
    const body = { name: form.get("name"), scope: form.get("scope"), expires_at };
    setMade(await commanded<KeyCreated>({ method: "POST", path: "/api/keys", body }));
    await client.invalidateQueries({ queryKey: ["access"] });
  });
  return (
    <Card title="New key">
      {made === null ? (
        <form method="post" onSubmit={sending(make)} className="grid gap-x-8 gap-y-4 lg:grid-cols-3">
          <Field
            label="Name"
            name="name"
            autoComplete="off"
            maxLength={80}
            required
            hint="Where it is used, as in “pipeline on host-7”: the log names it."
          />
          <Scopes />
          <Lasting />
          <div className="grid justify-items-start gap-2 lg:col-span-3">
            <Fault words={make.fault} />
            <SubmitButton state={make.state} busy="Making the key">
              Make key
            </SubmitButton>
          </div>
        </form>
      ) : (
        <MadeKey made={made} zone={zone} close={() => setMade(null)} />
      )}
    </Card>
  );
}

function Scopes() {
  const group = useId();
  return (
    <fieldset className="grid content-start gap-1.5">
      <legend className="mb-1.5 text-small text-ink-2">Scope</legend>
      {SCOPES.map((scope) => (
        <Choice
          key={scope}
          input={{
            type: "radio",
            name: "scope",
            value: scope,
            defaultChecked: scope === "ingest",
            id: `${group}-${scope}`,
          }}
          name={scope}
          meaning={SCOPE_WORDS[scope]}
        />
      ))}
    </fieldset>
  );
}

function Lasting() {
  const group = useId();
  return (
    <fieldset className="grid content-start gap-1.5">
      <legend className="mb-1.5 text-small text-ink-2">Holds for</legend>
      {LASTING.map(({ value, name, meaning }) => (
        <Choice
          key={value}
          input={{
            type: "radio",
            name: "lasting",
            value,
            defaultChecked: value === "90",
            id: `${group}-${value}`,
          }}
          name={name}
          meaning={meaning}
        />
      ))}
    </fieldset>
  );
}
