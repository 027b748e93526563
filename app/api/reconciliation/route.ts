import { reconciliation } from "@/lib/contract/sources";
import { reconciliationOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(reconciliation, (app, { query }) =>
  reconciliationOf(app, query),
);
