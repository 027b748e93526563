import { health } from "@/lib/contract/health";
import { healthOf } from "@/lib/server/health";
import { httpStatusOf } from "@/lib/server/health-view";
import { answerWith } from "@/lib/server/http";

// Stands at `/health`, where browsers get the page: bin/serve.ts leads everybody else here.
export const { GET, POST, PUT, PATCH, DELETE } = answerWith(
  health,
  (app, { query }) => healthOf(app, query.environment),
  ({ status }) => ({ status: httpStatusOf(status), headers: { vary: "Accept" } }),
);
