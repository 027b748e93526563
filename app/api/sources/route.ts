import { sources } from "@/lib/contract/sources";
import { answer } from "@/lib/server/http";
import { sourcesOf } from "@/lib/server/sources";

export const { GET, POST, PUT, PATCH, DELETE } = answer(sources, sourcesOf);
