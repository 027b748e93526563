import { healthComponents } from "@/lib/contract/health";
import { healthComponentsOf } from "@/lib/server/health";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(healthComponents, (app, { query }) =>
  healthComponentsOf(app, query),
);
