import { articles, articlesTable } from "@/lib/contract/articles";
import { articlesOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  articles,
  (app, { query }) => articlesOf(app, query),
  articlesTable,
);
