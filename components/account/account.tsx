"use client";

import { useQuery } from "@tanstack/react-query";
import { NotSignedIn } from "@/components/access/not-for-you";
import type { PasswordLength } from "@/components/access/password-field";
import { FailedAnswer } from "@/components/failed-answer";
import { PageHeader } from "@/components/page-header";
import { sessionsQuery, settingsQuery } from "@/lib/client/queries";
import { useMe } from "@/lib/client/use-me";
import { OwnRole } from "./own-role";
import { PasswordChange } from "./password-change";
import { Sessions } from "./sessions";

/** Who one is here, one's password, and where one is signed in. */
export function Account({ length }: { length: PasswordLength }) {
  const person = useMe()?.person ?? null;
  const sessions = useQuery({ ...sessionsQuery(), enabled: person !== null });
  const { data: settings } = useQuery(settingsQuery());
  return (
    <>
      <PageHeader title="Account" />
      {person === null ? (
        <NotSignedIn next="/account" />
      ) : (
        <>
          <FailedAnswer what="Your sessions" failed={sessions.isError && sessions} />
          <div className="grid items-start gap-3 lg:grid-cols-2">
            <OwnRole person={person} />
            <PasswordChange email={person.email} length={length} />
          </div>
          {sessions.data && settings && (
            <Sessions sessions={sessions.data.sessions} zone={settings.timezone} />
          )}
        </>
      )}
    </>
  );
}
