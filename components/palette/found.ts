import { NO_TOPIC } from "@/components/articles/reasons";
import { plain } from "@/lib/client/palette-match";
import type { DocsReply } from "@/lib/contract/docs";
import type { SearchReply } from "@/lib/contract/search";
import { moment } from "@/lib/domain/dates";
import type { Entry, Section } from "./entry";

/**
 * What the server found, as sections. Until its answer to what is typed now is here, that to what was typed before stands
 * in for it: of that, only what still answers.
 */
export function foundSections(reply: SearchReply | undefined, typed: string, zone: string): Section[] {
  if (reply === undefined) return [];
  const still = (id: string, ...names: readonly (string | null)[]) =>
    id === typed.trim() || names.some((name) => name !== null && plain(name).includes(plain(typed)));
  const entry = (path: string, name: string, ...hints: readonly (string | null)[]): Entry => ({
    key: path,
    name,
    hint: hints.filter((hint) => hint !== null).join(" · "),
    locked: null,
    act: { path },
  });
  return [
    {
      title: "Articles",
      entries: reply.articles
        .filter(({ id, topic }) => still(id, topic))
        .map(({ id, topic, time, environment }) =>
          entry(`/articles/${encodeURIComponent(id)}`, topic ?? NO_TOPIC, moment(time, zone), environment),
        ),
    },
    {
      title: "Executions",
      entries: reply.executions
        .filter(({ id, agent, execution_id }) => still(id, agent, execution_id))
        .map(({ id, agent, execution_id, topic, time }) =>
          entry(
            `/executions/${encodeURIComponent(id)}`,
            agent ?? execution_id,
            agent === null ? null : execution_id,
            moment(time, zone),
            topic,
          ),
        ),
    },
    {
      title: "Releases",
      entries: reply.releases
        .filter(({ id, version }) => still(id, version))
        .map(({ id, version, environment, created_at }) =>
          entry(`/releases/${encodeURIComponent(id)}`, version, environment, moment(created_at, zone)),
        ),
    },
  ];
}

const DOCS_SHOWN = 5;

export const docsSection = (reply: DocsReply | undefined): Section => ({
  title: "Documents",
  entries: (reply?.results ?? []).slice(0, DOCS_SHOWN).map(({ path, document, section }) => ({
    key: path,
    name: section ?? document,
    hint: section === null ? null : document,
    locked: null,
    act: { path },
  })),
});
