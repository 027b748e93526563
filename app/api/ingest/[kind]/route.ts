import { ingest } from "@/lib/contract/ingest";
import { bodyBytes } from "@/lib/server/body";
import { answer } from "@/lib/server/http";
import { push } from "@/lib/server/push";

export const { GET, POST, PUT, PATCH, DELETE } = answer(ingest, async (app, { query, params, request }) =>
  push(app, params.kind ?? "", await bodyBytes(request), query.environment ?? null),
);
