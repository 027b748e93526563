import { healthOfComponent } from "@/lib/contract/health";
import { healthOfComponentOf } from "@/lib/server/health";
import { httpStatusOf } from "@/lib/server/health-view";
import { answerWith } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answerWith(
  healthOfComponent,
  (app, { query, params }) => healthOfComponentOf(app, params.component ?? "", query.environment),
  ({ status }) => ({ status: httpStatusOf(status) }),
);
