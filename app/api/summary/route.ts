import { summary } from "@/lib/contract/summary";
import { summaryOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(summary, (app, { query }) => summaryOf(app, query));
