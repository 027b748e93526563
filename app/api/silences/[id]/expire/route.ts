import { silenceExpire } from "@/lib/contract/alerts";
import { silenceExpired } from "@/lib/server/alerts/commands";
import { command } from "@/lib/server/command";

export const { GET, POST, PUT, PATCH, DELETE } = command(silenceExpire, silenceExpired);
