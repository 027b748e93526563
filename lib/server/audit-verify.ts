import { type ChainFault, verifyChain } from "@/db/audit-chain";
import type { Outcome } from "./commands";

/** `greenlight audit verify`: proves the event log row by row, or names the first that is not as it was appended. */
export async function auditVerify(databaseFile: string): Promise<Outcome> {
  const { rows, head, fault } = await verifyChain(databaseFile);
  const named = fault === null ? null : told(fault);
  const proved = `${rows} ${rows === 1 ? "row" : "rows"} proved`;
  return {
    done: fault === null,
    value: { verified: fault === null, rows, head, fault: named },
    lines:
      named === null
        ? [`verified: ${proved}, the last is ${head.id} with the hash ${head.hash}`]
        : [`row ${named.id}${whenAndWhat(named)}: ${named.what}`, `${proved} before it`],
  };
}

interface Told {
  id: number;
  time: string | null;
  action: string | null;
  what: string;
}

/** Whoever changed a row may have written anything into it: a terminal would act on it. */
const told = ({ id, atMs, action, what }: ChainFault): Told => ({
  id,
  time: timeOf(atMs),
  action:
    action === null
      ? null
      : String(action)
          .replace(/\p{Cc}+/gu, " ")
          .slice(0, 100),
  what,
});

function timeOf(atMs: unknown): string | null {
  const time = new Date(typeof atMs === "number" ? atMs : Number.NaN);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

const whenAndWhat = ({ time, action }: Told): string =>
  action === null ? "" : ` (${time ?? "at no time"}, ${action})`;
