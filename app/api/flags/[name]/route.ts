import { flagDetail, flagSwitch } from "@/lib/contract/flags";
import { command } from "@/lib/server/command";
import { flagOf, flagSwitched } from "@/lib/server/flags/flags";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(flagDetail, flagOf),
  command(flagSwitch, flagSwitched),
);
