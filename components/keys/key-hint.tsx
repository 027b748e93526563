import { PageLink } from "@/components/view/page-link";
import { KEY_VARIABLE } from "@/lib/client/curl";

/** Beside a command that needs a key: where one comes from. */
export const KeyHint = () => (
  <>
    <code>{KEY_VARIABLE}</code> is a key with the scope ingest, which an administrator makes under{" "}
    <PageLink path="/settings/keys" className="link underline">
      Settings, Keys
    </PageLink>
    .
  </>
);
