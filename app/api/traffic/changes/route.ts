import { changes } from "@/lib/contract/traffic";
import { answer } from "@/lib/server/http";
import { changesOf } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = answer(changes, (app, { query }) => changesOf(app, query));
