import { rollbackLabel } from "@/lib/contract/traffic";
import { command } from "@/lib/server/command";
import { labelled } from "@/lib/server/traffic/commands";

export const { GET, POST, PUT, PATCH, DELETE } = command(rollbackLabel, labelled);
