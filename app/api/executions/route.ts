import { executions, executionsTable } from "@/lib/contract/executions";
import { executionsOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  executions,
  (app, { query }) => executionsOf(app, query),
  executionsTable,
);
