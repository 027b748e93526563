import { errors, errorsTable } from "@/lib/contract/errors";
import { errorsOf } from "@/lib/server/errors";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  errors,
  (app, { query }) => errorsOf(app, query),
  errorsTable,
);
