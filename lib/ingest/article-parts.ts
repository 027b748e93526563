import { nanoUsd } from "@/lib/domain/money";
import type { CostPart } from "@/lib/domain/record";
import { dollars, name } from "./figures";
import { pathText } from "./found";
import { type Reading, surplusMessage } from "./reading";

const PART = /^(.+)_cost_usd$/s;
const PARTS_MAX = 100;
/** Totals are rounded; what is further off than a hundredth of a cent is no rounding. */
const ROUNDING_NANO_USD = 100_000;

type Line = Readonly<Record<string, unknown>>;

/**
 * The dollars of one article by part: every `<part>_cost_usd`, with `<part>_model` beside it.
 *
 * Parts are the truth, because totals are rounded: what a total has beyond them is a part of an unknown agent,
 * a total below them is rejected. A part of 0 dollars is left out unless all are 0. Null where no dollars are given at all.
 */
export function articleParts(
  line: Line,
  totalUsd: number | null,
  path: string,
  reading: Reading,
): CostPart[] | null {
  const parts = namedParts(line, path, reading);
  if (totalUsd === null) return parts.length === 0 ? null : paid(parts);
  const total = nanoUsd(totalUsd);
  const sum = parts.reduce((nano, { costNanoUsd }) => nano + costNanoUsd, 0);
  const remainder = total - sum;
  if (parts.length === 0 || remainder > ROUNDING_NANO_USD)
    return paid([...parts, { agent: "unknown", model: "unknown", costNanoUsd: nanoUsd(remainder / 1e9) }]);
  if (remainder < -ROUNDING_NANO_USD)
    reading.reject(
      `${path}.total_cost_usd`,
      `found ${totalUsd}, allowed: at least the sum of the parts, ${sum / 1e9}`,
    );
  return paid(parts);
}

function paid(parts: CostPart[]): CostPart[] {
  const some = parts.filter(({ costNanoUsd }) => costNanoUsd > 0);
  return some.length > 0 ? some : parts;
}

function namedParts(line: Line, path: string, reading: Reading): CostPart[] {
  const parts: CostPart[] = [];
  for (const key of Object.keys(line)) {
    const part = key === "total_cost_usd" ? undefined : PART.exec(key)?.[1];
    if (part === undefined) continue;
    if (reading.stopped()) break;
    const agent = reading.salvage(name, part, pathText(path, [key])).value;
    const costUsd = reading.salvage(dollars.nullish(), line[key], pathText(path, [key])).value ?? null;
    if (agent === null || costUsd === null) continue;
    if (parts.length === PARTS_MAX) {
      reading.reject(pathText(path, [key]), surplusMessage("more parts", PARTS_MAX));
      break;
    }
    parts.push({
      agent: agent || "unknown",
      model: modelOf(line, part, path, reading),
      costNanoUsd: nanoUsd(costUsd),
    });
  }
  return parts;
}

function modelOf(line: Line, part: string, path: string, reading: Reading): string {
  const key = `${part}_model`;
  return reading.salvage(name.nullish(), line[key], pathText(path, [key])).value || "unknown";
}
