import { rollbackUndo } from "@/lib/contract/traffic";
import { command } from "@/lib/server/command";
import { undone } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(rollbackUndo, undone);
