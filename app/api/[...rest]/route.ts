import { Problem } from "@/lib/domain/problem";
import { handler } from "@/lib/server/http";

const missing = handler({ method: "other", path: "other", permission: "open" }, async (request) => {
  const { pathname } = new URL(request.url);
  throw new Problem("not-found", `there is nothing at ${pathname.slice(0, 200)}; see /api/openapi.json`);
});

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
