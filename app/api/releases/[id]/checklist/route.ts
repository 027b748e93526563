import { checklist } from "@/lib/contract/checklist";
import { checklistOf } from "@/lib/server/governance/checklist";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(checklist, (app, { params }) =>
  checklistOf(app, params.id ?? ""),
);
