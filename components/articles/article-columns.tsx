import type { Column } from "@/components/data-table";
import { Cost, Roi, Tokens, Unknown, WhenAndWhere } from "@/components/lists/cells";
import { figureColumn, placeColumns } from "@/components/lists/columns";
import { ArticleLink } from "@/components/view/article-link";
import type { Orders } from "@/lib/client/order";
import type { Article } from "@/lib/contract/articles";
import { count, fixed } from "@/lib/domain/format";
import { EXPECTED, PACE_SIGNS, paceOf } from "./pace";
import { NO_GATES, NO_SCORE, NO_TIME, NO_TOPIC, NO_VALIDATOR, NO_WORDS, noRoi } from "./reasons";

export const ARTICLE_ORDERS: Orders<Article> = {
  topic: ({ topic }) => topic?.toLowerCase() ?? null,
  time: ({ time }) => time,
  cost: ({ cost_usd }) => cost_usd,
  tokens: ({ tokens }) => tokens.total,
  words: ({ words }) => words,
  minutes: ({ seconds }) => seconds,
  score: ({ editorial_score }) => editorial_score,
  roi: ({ roi_multiplier }) => roi_multiplier,
};

/** What a list of articles shows of each. */
export function articleColumns(zone: string): Column<Article>[] {
  const figure = (
    key: string,
    title: string,
    cell: Column<Article>["cell"],
    from?: Column<Article>["from"],
  ) => figureColumn(key, title, cell, ARTICLE_ORDERS, from);
  return [
    { key: "topic", title: "Article", sortable: true, cell: (article) => <Topic {...article} zone={zone} /> },
    ...placeColumns<Article>(zone),
    figure("cost", "Cost", Cost),
    figure("tokens", "Tokens", Tokens, "sm"),
    figure("words", "Words", Words, "sm"),
    figure("minutes", "Minutes", Minutes, "sm"),
    figure("gates", "Gates", Gates, "lg"),
    { key: "validator", title: "Validator", from: "lg", cell: Validator },
    figure("score", "Score", Score, "lg"),
    figure("roi", "ROI", (article) => <Roi value={article.roi_multiplier} reason={noRoi(article)} />),
  ];
}

const Topic = ({ id, topic, time, environment, zone }: Article & { zone: string }) => (
  <>
    <ArticleLink id={id} name={topic ?? NO_TOPIC} />
    <WhenAndWhere at={time} zone={zone} environment={environment} />
  </>
);

const Words = ({ words, words_estimated }: Article) => {
  if (words === null) return <Unknown reason={NO_WORDS} />;
  return words_estimated ? <span title="characters ÷ 6">≈ {count(words)}</span> : count(words);
};

const Minutes = ({ seconds }: Article) => {
  if (seconds === null) return <Unknown reason={NO_TIME} />;
  const pace = paceOf(seconds);
  const said = pace === "within" ? EXPECTED : `${pace} than the ${EXPECTED}`;
  return (
    <span title={`${fixed(seconds, 1)} s, ${said}`}>
      {pace !== "within" && (
        <>
          <span aria-hidden="true" className="text-ink-3">
            {PACE_SIGNS[pace]}{" "}
          </span>
          <span className="sr-only">{said}: </span>
        </>
      )}
      {fixed(seconds / 60, 1)}
    </span>
  );
};

const Gates = ({ gates: { passed, failed } }: Article) => {
  if (passed === null) return <Unknown reason={NO_GATES} />;
  if (failed === null)
    return <span title="passed; the source does not say of how many">{count(passed)} passed</span>;
  return `${count(passed)} of ${count(passed + failed)}`;
};

const Validator = ({ validator_passed: passed }: Article) => {
  if (passed === null) return <Unknown reason={NO_VALIDATOR} />;
  return (
    <span className={`whitespace-nowrap ${passed ? "" : "text-red"}`}>
      {passed ? "✓ passed" : "✕ failed"}
    </span>
  );
};

const Score = ({ editorial_score: score }: Article) =>
  score === null ? <Unknown reason={NO_SCORE} /> : <span title="of 100">{fixed(score, 0)}</span>;
