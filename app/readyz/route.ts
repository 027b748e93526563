import { readyz } from "@/lib/contract/self";
import { answer } from "@/lib/server/http";
import { readyOf } from "@/lib/server/ready";

export const { GET, POST, PUT, PATCH, DELETE } = answer(readyz, (app) => readyOf(app));
