import { healthHistory } from "@/lib/contract/health";
import { healthHistoryOf } from "@/lib/server/health";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(healthHistory, (app, { query }) =>
  healthHistoryOf(app, query),
);
