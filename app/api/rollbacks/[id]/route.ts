import { rollbackDetail } from "@/lib/contract/traffic";
import { document } from "@/lib/server/http";
import { rollbackOf } from "@/lib/server/traffic/commands";
import { reportMarkdown } from "@/lib/server/traffic/markdown";

export const { GET, POST, PUT, PATCH, DELETE } = document(rollbackDetail, rollbackOf, reportMarkdown);
