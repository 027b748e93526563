import { report } from "@/lib/contract/report";
import { document } from "@/lib/server/http";
import { reportMarkdown } from "@/lib/server/reports/markdown";
import { reportOf } from "@/lib/server/reports/report";

export const { GET, POST, PUT, PATCH, DELETE } = document(
  report,
  (app, { query }) => reportOf(app, query),
  reportMarkdown,
);
