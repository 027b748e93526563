import { notificationTest } from "@/lib/contract/notifications";
import { command } from "@/lib/server/command";
import { testSent } from "@/lib/server/notify/send-test";

export const { GET, POST, PUT, PATCH, DELETE } = command(notificationTest, (app, { body, who }) =>
  testSent(app, body, who),
);
