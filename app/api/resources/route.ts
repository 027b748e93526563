import { resources, resourcesTable } from "@/lib/contract/resources";
import { answer } from "@/lib/server/http";
import { resourcesOf } from "@/lib/server/resources";

export const { GET, POST, PUT, PATCH, DELETE } = answer(
  resources,
  (app, { query }) => resourcesOf(app, query),
  resourcesTable,
);
