"use client";

import { useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Fault } from "@/components/access/fault";
import { SubmitButton } from "@/components/access/submit-button";
import { sending, useCommand } from "@/components/access/use-command";
import { commanded } from "@/lib/client/commands";
import type { Invited, User } from "@/lib/contract/people";
import { counted } from "@/lib/domain/format";
import { Invitation } from "./invitation";
import { chosenIn, RoleFields } from "./role-fields";

interface Props {
  user: User;
  /** Whether it is who looks. */
  own: boolean;
  zone: string;
}

/** What can be changed of an account, each with what it brings about, said before. */
export function UserPanel({ user, own, zone }: Props) {
  const client = useQueryClient();
  const [invited, setInvited] = useState<Invited | null>(null);
  const path = `/api/users/${encodeURIComponent(user.id)}`;
  const reread = () => client.invalidateQueries({ queryKey: ["access"] });
  const change = useCommand((body: object) => commanded({ method: "PUT", path, body }).then(reread));
  const save = useCommand((form: FormData) =>
    commanded({ method: "PUT", path, body: chosenIn(form) }).then(reread),
  );
  const reset = useCommand(async () => {
    setInvited(await commanded<Invited>({ method: "POST", path: `${path}/reset`, body: {} }));
    await reread();
  });
  return (
    <div className="grid gap-4">
      <form
        // Made anew where somebody else was faster, with what is so now.
        key={`${user.role} ${user.titles}`}
        method="post"
        onSubmit={sending(save)}
        className="grid gap-x-8 gap-y-4 lg:grid-cols-3"
      >
        <RoleFields chosen={user} />
        <div className="grid content-start justify-items-start gap-2">
          <p className="text-small text-ink-3 lg:pt-6.5">Holds at once, without signing in again.</p>
          <SubmitButton state={save.state} busy="Saving">
            Save role and titles
          </SubmitButton>
          <p role="status" className="text-small text-ink-3">
            {save.state === "done" && "✓ Saved"}
          </p>
        </div>
      </form>
      <Fault words={save.fault ?? change.fault ?? reset.fault} />
      {invited && <Invitation invited={invited} zone={zone} close={() => setInvited(null)} />}
      {own ? (
        <p className="text-small text-ink-3">
          This is you: your password is changed under{" "}
          <Link href="/account" prefetch={false} className="link underline">
            Account
          </Link>
          .
        </p>
      ) : (
        <div className="grid gap-x-8 gap-y-3 border-t border-line pt-3 lg:grid-cols-2">
          {!user.disabled && (
            <Act button="New link" act={() => reset.send()}>
              A link to choose another password.{" "}
              {user.has_password
                ? `The present one does nothing any more${ending(user)}.`
                : "The link before it does nothing any more."}
            </Act>
          )}
          <Act
            button={user.disabled ? "Enable" : "Disable"}
            act={() => change.send({ disabled: !user.disabled })}
          >
            {user.disabled
              ? `May sign in again, with ${user.has_password ? "the password and the role from before" : "a new link"}.`
              : `May not sign in any more${ending(user)}. What was done stays in the log.`}
          </Act>
        </div>
      )}
    </div>
  );
}

const ending = ({ sessions }: User): string =>
  sessions === 0 ? "" : `, and ${counted(sessions, "session")} end${sessions === 1 ? "s" : ""} at once`;

/** A button, and beside it what pressing it brings about. */
const Act = ({ button, act, children }: { button: string; act: () => void; children: ReactNode }) => (
  <div className="flex items-start gap-3 text-small">
    <button type="button" onClick={act} className="control shrink-0">
      {button}
    </button>
    <p className="min-w-0 pt-1.5 text-ink-2">{children}</p>
  </div>
);
