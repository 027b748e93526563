import { rollback } from "@/lib/contract/traffic";
import { command } from "@/lib/server/command";
import { rollbackAsked } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(rollback, rollbackAsked);
