import { digestSend } from "@/lib/contract/notifications";
import { command } from "@/lib/server/command";
import { digestSent } from "@/lib/server/notify/send-test";

export const { GET, POST, PUT, PATCH, DELETE } = command(digestSend, (app, { who }) => digestSent(app, who));
