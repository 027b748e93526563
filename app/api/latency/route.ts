import { latency, latencyTable } from "@/lib/contract/latency";
import { answer } from "@/lib/server/http";
import { latencyOf } from "@/lib/server/latency";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  latency,
  (app, { query }) => latencyOf(app, query),
  latencyTable,
);
