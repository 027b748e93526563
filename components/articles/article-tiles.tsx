import { MoneyTiles } from "@/components/calls/money-tiles";
import { StatTile } from "@/components/stat-tile";
import { moneyExact } from "@/lib/client/format";
import type { Article } from "@/lib/contract/articles";
import { count, fixed, money, moneyAtLeast, seconds, UNKNOWN } from "@/lib/domain/format";
import { EXPECTED, PACE_SIGNS, paceOf } from "./pace";
import { NO_GATES, NO_TIME, NO_WORDS } from "./reasons";

/** The figures of one article, each with what it stands on or why it is not known. */
export function ArticleTiles({ article }: { article: Article }) {
  const { cost_usd, cost_known, words, words_estimated } = article;
  const about = words_estimated ? "≈\u00a0" : "";
  const perWord = words === null || words === 0 ? null : cost_usd / words;
  return (
    <div className="grid grid-cols-2 gap-3 md:grid-cols-4 print:grid-cols-4 print:gap-2">
      <MoneyTiles run={article} />
      <StatTile
        label="Words"
        figure={words === null ? UNKNOWN : `${about}${count(words)}`}
        exact={words === null ? "not known" : `${about}${count(words)}`}
        notes={words === null ? [NO_WORDS] : words_estimated ? ["characters ÷ 6"] : []}
      />
      <StatTile
        label="Cost per word"
        figure={perWord === null ? UNKNOWN : `${about}${moneyAtLeast(perWord, cost_known)}`}
        exact={perWord === null ? "not known" : moneyExact(perWord)}
        notes={[perWord === null ? NO_WORDS : `${about}${money(perWord * 1000)} per 1,000 words`]}
      />
      <TimeTaken taken={article.seconds} />
      <Gates article={article} />
    </div>
  );
}

function TimeTaken({ taken }: { taken: number | null }) {
  const pace = taken === null ? null : paceOf(taken);
  const said =
    pace === null
      ? NO_TIME
      : pace === "within"
        ? `✓ within the ${EXPECTED}`
        : `${PACE_SIGNS[pace]} ${pace} than the ${EXPECTED}`;
  return (
    <StatTile
      label="Time taken"
      figure={seconds(taken)}
      exact={taken === null ? "not known" : `${fixed(taken, 2)} s`}
      notes={[said]}
    />
  );
}

function Gates({ article: { gates, validator_passed, editorial_score } }: { article: Article }) {
  const { passed, failed } = gates;
  if (passed === null && validator_passed === null && editorial_score === null)
    return (
      <StatTile
        label="Gates"
        figure={UNKNOWN}
        exact="not known"
        notes={["no source tells gates, validator or editorial score"]}
      />
    );
  const of = passed === null || failed === null ? null : passed + failed;
  return (
    <StatTile
      label="Gates"
      figure={
        passed === null
          ? UNKNOWN
          : of === null
            ? `${count(passed)} passed`
            : `${count(passed)} of ${count(of)}`
      }
      exact={
        passed === null
          ? NO_GATES
          : `${count(passed)} passed, ${of === null ? "of how many is not recorded" : `of ${count(of)}`}`
      }
      notes={[
        `validator ${validator_passed === null ? `${UNKNOWN} not recorded` : validator_passed ? "✓ passed" : "✕ failed"}`,
        editorial_score === null
          ? `editorial score ${UNKNOWN} not recorded`
          : `editorial score ${fixed(editorial_score, 0)} of 100`,
      ]}
    />
  );
}
