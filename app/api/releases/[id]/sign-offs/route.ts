import { signOffCreate, signOffs } from "@/lib/contract/sign-offs";
import { command } from "@/lib/server/command";
import { signed, signOffsOf } from "@/lib/server/governance/sign-offs";
import { answer, together } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = together(
  answer(signOffs, (app, { params }) => signOffsOf(app, params.id ?? "")),
  command(signOffCreate, (app, { params, body, who }) => signed(app, params.id ?? "", body, who)),
);
