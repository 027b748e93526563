import type { ReleaseReply } from "@/lib/contract/releases";
import { clockWords } from "@/lib/domain/release-words";
import { weight } from "./traffic-words";

/** The way of a release from its checks to its end, and where on it it stands. */

export interface Stop {
  key: string;
  name: string;
  /** What it asks for. */
  asks: string;
  /** `ended`: it came to here, and not further. */
  state: "done" | "now" | "held" | "ended" | "ahead";
}

const BACK: readonly ReleaseReply["state"][] = [
  "rolling_back",
  "verifying",
  "rolled_back",
  "rollback_failed",
];

/** Every stop of a release in order. */
export function railOf(release: ReleaseReply): Stop[] {
  const stops = [
    ...release.plan.steps.map((step, index) => ({ key: `step ${index}`, ...stepWords(release, step) })),
    {
      key: "retained",
      name: "Backup kept",
      asks: `${clockWords(release.plan.backup_hold_ms)} from 100 % on`,
    },
    { key: "completed", name: "Completed", asks: "retiring it is a separate act" },
  ];
  const { at, state } = placeOf(release);
  return stops.map((stop, index) => ({
    ...stop,
    state: index < at ? "done" : index === at ? state : "ahead",
  }));
}

function stepWords(
  { environment }: ReleaseReply,
  { weight: share, hold_ms, articles }: ReleaseReply["plan"]["steps"][number],
): Pick<Stop, "name" | "asks"> {
  if (share === 0) return { name: "Checks", asks: "health of both, balancer, the way back" };
  const where = share === 100 ? `on ${environment}` : "on each side";
  const number = `${articles} ${articles === 1 ? "article" : "articles"} ${where}`;
  const asks = [hold_ms > 0 ? clockWords(hold_ms) : null, articles > 0 ? number : null];
  return { name: weight(share), asks: asks.filter((one) => one !== null).join(" and ") };
}

/** The stop that it is at, counted from the checks, and how it is there. */
function placeOf(release: ReleaseReply): { at: number; state: Stop["state"] } {
  const { state, held, step, plan } = release;
  const retained = plan.steps.length;
  if (state === "draft") return { at: 0, state: "ahead" };
  if (state === "completed") return { at: retained + 1, state: "done" };
  if (state === "cancelled") return { at: 0, state: "ended" };
  if (BACK.includes(state)) return { at: reached(release), state: "ended" };
  const over = held?.over ?? state;
  const at = over === "retained" ? retained : over === "preflight" ? 0 : (step ?? 0);
  return { at, state: held === null ? "now" : "held" };
}

/** How far it had come before it went back. */
function reached({ timeline, plan }: ReleaseReply): number {
  if (timeline.some(({ kind }) => kind === "retained")) return plan.steps.length;
  const shares = timeline.filter(({ kind }) => kind === "observing").map(({ evidence }) => evidence.weight);
  const at = plan.steps.findLastIndex(({ weight: share }) => shares.includes(share));
  return Math.max(0, at);
}
