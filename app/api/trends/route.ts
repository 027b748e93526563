import { trends, trendsTable } from "@/lib/contract/trends";
import { trendsOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  trends,
  (app, { query }) => trendsOf(app, query),
  trendsTable,
);
