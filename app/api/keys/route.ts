import { keyCreate, keys } from "@/lib/contract/keys";
import { keyCreated, keysOf } from "@/lib/server/access/keys";
import { command } from "@/lib/server/command";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(keys, keysOf),
  command(keyCreate, (app, { body, who }) => keyCreated(app, body, who)),
);
