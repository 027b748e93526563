import { rollbackReason } from "@/lib/contract/traffic";
import { command } from "@/lib/server/command";
import { reasoned } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(rollbackReason, reasoned);
