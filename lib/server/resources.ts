import type { z } from "zod";
import { resourceFigures } from "@/db/queries/resources";
import type { ResourcesReply, resources } from "@/lib/contract/resources";
import { CPU_CORES_MAX, MEMORY_BYTES } from "@/lib/domain/targets";
import type { App } from "./app";
import { asked } from "./question";

const TARGETS = {
  memory_bytes: MEMORY_BYTES.max,
  memory_warn_bytes: MEMORY_BYTES.warning,
  cpu_cores: CPU_CORES_MAX,
};

/** What the pipeline used of memory and processor in a period, beside what it may use. */
export async function resourcesOf(
  app: App,
  query: z.output<typeof resources.query>,
): Promise<ResourcesReply> {
  const { period, head } = await asked(app, query);
  const slice = { ...period, environment: query.environment };
  return {
    ...head,
    bucket: period.bucket,
    targets: TARGETS,
    ...(await resourceFigures(app.store.db, slice)),
  };
}
