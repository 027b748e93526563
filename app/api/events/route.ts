import { events } from "@/lib/contract/live";
import { stream } from "@/lib/server/http";
import { liveStream } from "@/lib/server/live";

export const { GET, POST, PUT, PATCH, DELETE } = stream(events, liveStream);
