import { livez } from "@/lib/contract/self";
import { answer } from "@/lib/server/http";

export const { GET, POST, PUT, PATCH, DELETE } = answer(livez, async () => ({ status: "alive" as const }));
