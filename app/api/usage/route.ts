import { usage, usageTable } from "@/lib/contract/usage";
import { usageOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  usage,
  (app, { query }) => usageOf(app, query),
  usageTable,
);
