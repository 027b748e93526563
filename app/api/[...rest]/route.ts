import { Problem } from "@/lib/domain/problem";
import { handler } from "@/lib/server/http";

const missing = handler(async (request) => {
  throw new Problem(
    "not-found",
    `there is nothing at ${new URL(request.url).pathname.slice(0, 200)}; /api/openapi.json lists what is`,
  );
});

export const GET = missing;
export const POST = missing;
export const PUT = missing;
export const PATCH = missing;
export const DELETE = missing;
