import { entryWords } from "@/lib/client/release-words";
import { ENTRY_KINDS } from "@/lib/domain/release-effect";

const RUNS = { validation: "Validation", smoke: "Smoke tests" } as const;
const RUN_ENDS = {
  started: "started",
  passed: "passed",
  failed: "failed",
  cancelled: "cancelled",
  interrupted: "interrupted: Greenlight was stopped",
} as const;

const runActions = Object.entries(RUNS).flatMap(([kind, name]) =>
  Object.entries(RUN_ENDS).map(([end, words]) => [`release.${kind}_${end}`, `${name} ${words}`] as const),
);

/** What the event log calls an action, in plain words. Changes of the traffic are worded with their shares. */
export const ACTION_NAMES: ReadonlyMap<string, string> = new Map([
  ["config.applied", "Settings changed"],
  ["config.refused", "Settings not taken: the edit has mistakes"],
  ["rollups.rebuilt", "Rollups rebuilt"],
  ["rollups.derived", "Figures derived anew"],
  ["traffic.external", "Traffic: edit from outside taken in"],
  ["traffic.unreadable", "Traffic: the balancer cannot be read"],
  ["traffic.readable", "Traffic: the balancer can be read again"],
  ["traffic.differs", "Traffic: moved by hand"],
  ["traffic.corrected", "Traffic: put back"],
  ["alert.fired", "Alert fired"],
  ["alert.resolved", "Alert resolved"],
  ["alert.no_data", "Alert: no data any more"],
  ["alert.data_back", "Alert: data is back"],
  ["alert.acted", "Alert: its action was begun"],
  ["alert.acknowledged", "Alert acknowledged"],
  ["silence.created", "Silence begun"],
  ["silence.expired", "Silence ended"],
  ["automation.switched", "Automatic actions switched"],
  ["flag.switched", "Flag switched"],
  ["flags.file.restored", "File of flags written again"],
  ["rollback.annotated", "Rollback report completed"],
  ["backup.made", "Backup made"],
  ["backup.failed", "Backup failed"],
  ["backup.restored", "Backup restored"],
  ["database.damaged", "Database found damaged"],
  ["notifications.test", "Test notification sent"],
  ["notifications.digest", "Digest sent by hand"],
  ["access.signed-in", "Signed in"],
  ["access.signed-out", "Signed out"],
  ["access.sign-in.refused", "Sign-in refused"],
  ["access.refused", "Refused: not allowed"],
  ["access.user.created", "Account made"],
  ["access.user.changed", "Account changed"],
  ["access.password.chosen", "Password chosen"],
  ["access.password.changed", "Password changed"],
  ["access.password.reset", "Password reset"],
  ["access.password.refused", "Password change refused"],
  ["access.session.revoked", "Session ended"],
  ["access.sessions.revoked", "Other sessions ended"],
  ["access.key.created", "Key made"],
  ["access.key.revoked", "Key revoked"],
  ["release.planned", "Release planned"],
  ["release.signed", "Release signed"],
  ["release.sign_off_revoked", "Signature taken back"],
  ["release.ticked", "Checklist: ticked"],
  ["release.unticked", "Checklist: not done after all"],
  ["release.noted", "Checklist: note"],
  ...runActions,
  ...ENTRY_KINDS.map((kind) => [`release.${kind}`, `Release: ${entryWords({ kind }).words}`] as const),
]);
