import type { SourceKind } from "@/lib/contract/config";
import type { Source } from "@/lib/contract/sources";
import type { Environment } from "@/lib/domain/environment";
import { remember } from "@/lib/server/remember";

/** What the follower knows of a file right now, beside what is stored of it. */
export interface Following {
  path: string;
  /** `auto` until the content has told it. */
  kind: SourceKind | "auto";
  environment: Environment | null;
  state: Source["state"];
  /** Why it is not being read; null while all is well. */
  message: string | null;
}

/** The files that are followed, by path. Filled by the follower, read by the sources page. */
export const following = (): Map<string, Following> =>
  remember("following", () => new Map<string, Following>());
