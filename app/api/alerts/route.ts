import { alerts } from "@/lib/contract/alerts";
import { alertsOf } from "@/lib/server/alerts/alerts";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(alerts, (app, { query }) => alertsOf(app, query));
