import { articleDetail } from "@/lib/contract/articles";
import { articleOf } from "@/lib/server/answers";
import { answer } from "@/lib/server/http";

export const GET = answer(articleDetail, (app, { params }) => articleOf(app, params.id ?? ""));
