import { releasePlan } from "@/lib/contract/release-plan";
import { command } from "@/lib/server/command";
import { planShown } from "@/lib/server/releases/plan";

export const { GET, POST, PUT, PATCH, DELETE } = command(releasePlan, (app, { body }) =>
  planShown(app, body),
);
