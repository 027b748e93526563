import { curl, pushing } from "@/lib/client/curl";
import type { Scope } from "@/lib/domain/access";

/** A command that shows that a key works, and does no harm. */
export function tryLine(scope: Scope, key: string, origin: string): string {
  switch (scope) {
    case "ingest":
      return pushing(origin, "execution-roi", "--data-binary @logs/execution_roi.json", key);
    case "read":
      return curl(`${origin}/api/summary`, [], key);
    case "operate":
      return curl(
        `${origin}/api/rollback`,
        ["-H 'content-type: application/json'", `-d '{"dry_run": true}'`],
        key,
      );
    case "admin":
      return curl(`${origin}/api/users`, [], key);
  }
}
