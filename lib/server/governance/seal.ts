import { createHmac, timingSafeEqual } from "node:crypto";
import type { Seen } from "@/lib/contract/sign-offs";
import { canonical } from "@/lib/domain/canonical";
import { secretOf } from "@/lib/server/access/secret";
import type { App } from "@/lib/server/app";

/** What proves that figures are those which this server has shown: whoever signs cannot have seen others. */
export const sealOf = (app: App, seen: Seen): string =>
  createHmac("sha256", secretOf(app.settings()))
    .update(`what is signed: ${canonical(seen)}`)
    .digest("base64url");

/** Compared in a time that tells nothing of where they differ. */
export function isSealed(app: App, seen: Seen, seal: string): boolean {
  const [ours, theirs] = [sealOf(app, seen), seal].map((text) => Buffer.from(text));
  return (
    ours !== undefined &&
    theirs !== undefined &&
    ours.length === theirs.length &&
    timingSafeEqual(ours, theirs)
  );
}
