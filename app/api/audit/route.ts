import { audit, auditTable } from "@/lib/contract/audit";
import { auditOf } from "@/lib/server/audit";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  audit,
  (app, { query }) => auditOf(app, query),
  auditTable,
);
