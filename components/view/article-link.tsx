import { PageLink } from "./page-link";

/** Leads to an article. The id of an execution names its article, too. */
export const ArticleLink = ({ id, name }: { id: string; name: string }) => (
  <PageLink
    path={`/articles/${encodeURIComponent(id)}`}
    className="link line-clamp-2 min-w-28 max-w-[60ch] wrap-anywhere"
    title={name}
  >
    <bdi>{name}</bdi>
  </PageLink>
);
