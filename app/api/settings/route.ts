import { settings } from "@/lib/contract/settings";
import { answer } from "@/lib/server/http";
import { settingsOf } from "@/lib/server/settings";

export const { GET, POST, PUT, PATCH, DELETE } = answer(settings, settingsOf);
