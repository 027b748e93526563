import { CopyLine } from "@/components/copy-line";
import { AccessCard } from "./access-card";

/** In the place of the sign-in while nobody can: how the first administrator gets in. */
export const SetUp = () => (
  <AccessCard title="Make the first administrator">
    <div className="grid gap-3 text-body text-ink-2">
      <p>
        Nobody can sign in yet. Open the one-time link that Greenlight printed when it started, in the
        terminal or in its log.
      </p>
      <div className="grid gap-1.5">
        <p>
          The link is lost, or older than three days? Each start prints a new one. While it runs, so does:
        </p>
        <CopyLine text="npm run greenlight -- user add you@example.org --role admin" />
      </div>
      <p className="text-small text-ink-3">
        Or set <code>GREENLIGHT_ADMIN_EMAIL</code> and <code>GREENLIGHT_ADMIN_PASSWORD</code>, and start
        again.
      </p>
    </div>
  </AccessCard>
);
