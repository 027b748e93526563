import { compare, compareTable } from "@/lib/contract/compare";
import { compareOf } from "@/lib/server/compare";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  compare,
  (app, { query }) => compareOf(app, query),
  compareTable,
);
