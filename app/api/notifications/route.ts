import { notifications } from "@/lib/contract/notifications";
import { answer } from "@/lib/server/http";
import { notificationsOf } from "@/lib/server/notify/log";

export const { GET, POST, PUT, PATCH, DELETE } = answer(notifications, notificationsOf);
