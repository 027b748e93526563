import { automation, automationSet } from "@/lib/contract/alerts";
import { automationAsked, automationNow } from "@/lib/server/alerts/commands";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(automation, automationNow),
  command(automationSet, automationAsked),
);
