import { executionDetail } from "@/lib/contract/executions";
import { executionOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(executionDetail, (app, { params }) =>
  executionOf(app, params.id ?? ""),
);
