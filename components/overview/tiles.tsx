import { StatTile } from "@/components/stat-tile";
import { compact, moneyExact } from "@/lib/client/format";
import { added, stacked } from "@/lib/client/series";
import { trendSlots } from "@/lib/client/trend-slots";
import type { ErrorsReply } from "@/lib/contract/errors";
import type { QualityReply } from "@/lib/contract/quality";
import type { Figures, SummaryReply } from "@/lib/contract/summary";
import type { TrendsReply } from "@/lib/contract/trends";
import type { UsageReply } from "@/lib/contract/usage";
import { change, count, money, moneyAtLeast, multiplier } from "@/lib/domain/format";
import { ErrorTile } from "./error-tile";
import { GateTile } from "./gate-tile";
import { costPerArticleNotes, roiNotes, spendNotes, tokenNotes } from "./tile-notes";

interface Props {
  summary: SummaryReply;
  trends: TrendsReply;
  usage: UsageReply;
  quality: QualityReply | undefined;
  errors: ErrorsReply | undefined;
  /** The period before; null where nothing is compared. */
  before: Figures | null;
}

/** The six figures that answer the three questions of the first screen. */
export function Tiles({ summary, trends, usage, quality, errors, before }: Props) {
  const slots = trendSlots(trends);
  const tokens = stacked(usage, "total_tokens").values.map(added);
  const priced = summary.unpriced_models.length === 0;
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6 print:grid-cols-6 print:gap-2">
      <StatTile
        label="Spend"
        figure={moneyAtLeast(summary.cost_usd, priced)}
        exact={moneyExact(summary.cost_usd)}
        delta={delta(summary.cost_usd, before?.cost_usd, money)}
        notes={spendNotes(summary)}
        values={slots.map(({ costUsd }) => costUsd)}
      />
      <StatTile
        label="Tokens"
        figure={compact(summary.tokens.total)}
        exact={count(summary.tokens.total)}
        delta={delta(summary.tokens.total, before?.tokens.total, compact)}
        notes={tokenNotes(summary)}
        values={tokens}
      />
      <StatTile
        label="Cost per article"
        figure={moneyAtLeast(summary.cost_per_article_usd, priced)}
        exact={moneyExact(summary.cost_per_article_usd)}
        delta={delta(summary.cost_per_article_usd, before?.cost_per_article_usd, money)}
        notes={costPerArticleNotes(summary)}
        values={slots.map(({ costPerArticleUsd }) => costPerArticleUsd)}
      />
      <StatTile
        label="ROI multiplier"
        figure={multiplier(summary.roi_multiplier)}
        exact={summary.roi_multiplier === null ? "not known" : `${summary.roi_multiplier}×`}
        delta={delta(summary.roi_multiplier, before?.roi_multiplier, multiplier)}
        notes={roiNotes(summary)}
        values={slots.map(({ roiMultiplier }) => roiMultiplier)}
      />
      <GateTile summary={summary} quality={quality} before={before} />
      <ErrorTile summary={summary} errors={errors} before={before} />
    </div>
  );
}

function delta(
  now: number | null,
  before: number | null | undefined,
  words: (value: number | null) => string,
): { difference: string; to: string } | null {
  const difference = change(now, before ?? null);
  return difference === null || before === undefined ? null : { difference, to: `from ${words(before)}` };
}
