import { quality, qualityTable } from "@/lib/contract/quality";
import { answer } from "@/lib/server/http";
import { qualityOf } from "@/lib/server/quality";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  quality,
  (app, { query }) => qualityOf(app, query),
  qualityTable,
);
