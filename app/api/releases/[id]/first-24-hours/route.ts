import { firstDay } from "@/lib/contract/first-day";
import { answer } from "@/lib/server/http";
import { firstDayOf } from "@/lib/server/reports/first-day";

export const { GET, POST, PUT, PATCH, DELETE } = answer(firstDay, (app, { params }) =>
  firstDayOf(app, params.id ?? ""),
);
