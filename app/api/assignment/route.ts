import { assignment } from "@/lib/contract/traffic";
import { answer } from "@/lib/server/http";
import { assign } from "@/lib/server/traffic/assign";

export const { GET, POST, PUT, PATCH, DELETE } = answer(assignment, async (app, { query }) => ({
  environment: await assign(app, query.key),
}));
