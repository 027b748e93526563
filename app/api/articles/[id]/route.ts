import { articleDetail } from "@/lib/contract/articles";
import { articleOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(articleDetail, (app, { params }) =>
  articleOf(app, params.id ?? ""),
);
