import { silenceCreate, silences } from "@/lib/contract/alerts";
import { silenceAsked, silencesOf } from "@/lib/server/alerts/commands";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(silences, silencesOf),
  command(silenceCreate, silenceAsked),
);
