import { metrics } from "@/lib/contract/self";
import { stream } from "@/lib/server/http";
import { metricsAnswer } from "@/lib/server/self-metrics";

export const { GET, POST, PUT, PATCH, DELETE } = stream(metrics, (app) => metricsAnswer(app));
