import { flags } from "@/lib/contract/flags";
import { flagsOf } from "@/lib/server/flags/flags";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(flags, flagsOf);
