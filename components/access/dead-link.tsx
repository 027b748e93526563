import Link from "next/link";
import { AccessCard } from "./access-card";

/** In the place of a one-time link that does nothing any more. `setup`: nobody can sign in yet. */
export const DeadLink = ({ setup }: { setup: boolean }) => (
  <AccessCard title="This link does nothing any more">
    <div className="grid gap-3 text-body text-ink-2">
      <p>It was used already, a newer one was made, or it has expired: a link holds for three days.</p>
      <p>
        {setup
          ? "Start Greenlight again: it prints a new link for the first administrator."
          : "Ask an administrator for a new one: Settings, Users, “New link” beside your name."}
      </p>
    </div>
    {!setup && (
      <Link href="/sign-in" prefetch={false} className="control justify-self-start">
        To the sign-in
      </Link>
    )}
  </AccessCard>
);
