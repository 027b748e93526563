import { checklistTick } from "@/lib/contract/checklist";
import { command } from "@/lib/server/command";
import { itemTicked } from "@/lib/server/governance/checklist";

export const { GET, POST, PUT, PATCH, DELETE } = command(checklistTick, (app, { params, body, who }) =>
  itemTicked(app, { id: params.id ?? "", item: params.item ?? "" }, body, who),
);
