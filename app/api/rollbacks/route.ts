import { rollbacks } from "@/lib/contract/traffic";
import { answer } from "@/lib/server/http";
import { rollbacksOf } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = answer(rollbacks, rollbacksOf);
