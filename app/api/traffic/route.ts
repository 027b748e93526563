import { shift, traffic } from "@/lib/contract/traffic";
import { command } from "@/lib/server/command";
import { answerWith, together } from "@/lib/server/http";
import { shiftAsked, tagged } from "@/lib/server/traffic/commands";
import { trafficState } from "@/lib/server/traffic/state";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answerWith(traffic, trafficState, (reply) => ({ status: 200, headers: tagged(reply) })),
  command(shift, shiftAsked, tagged),
);
