import { budget, budgetTable } from "@/lib/contract/budget";
import { answer } from "@/lib/server/http";
import { budgetOf } from "@/lib/server/reports/budget";

export const { GET, POST, PUT, PATCH, DELETE } = answer(budget, budgetOf, budgetTable);
