import { docsSearch } from "@/lib/contract/docs";
import { docsFound } from "@/lib/server/docs/search";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(docsSearch, (_, { query }) => docsFound(query.q));
