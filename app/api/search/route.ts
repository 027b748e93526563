import { foundBy } from "@/db/queries/search";
import { search } from "@/lib/contract/search";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(search, (app, { query }) =>
  foundBy(app.store.db, query.q),
);
