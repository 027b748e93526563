import { openapi } from "@/lib/contract/openapi";
import { answer } from "@/lib/server/http";
import { openapiDocument } from "@/lib/server/openapi";

export const { GET, POST, PUT, PATCH, DELETE } = answer(openapi, async () => openapiDocument());
