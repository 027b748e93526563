import { digest } from "@/lib/contract/digest";
import { answer } from "@/lib/server/http";
import { digestOf } from "@/lib/server/reports/digest";

export const { GET, POST, PUT, PATCH, DELETE } = answer(digest, digestOf);
