import { acknowledge } from "@/lib/contract/alerts";
import { acknowledgeAsked } from "@/lib/server/alerts/commands";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(acknowledge, acknowledgeAsked);
