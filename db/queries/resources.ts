import { sql } from "kysely";
import type { Db } from "@/db/schema";
import type { ResourcesReply } from "@/lib/contract/resources";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { perOne } from "@/lib/domain/roi";
import { isoTime } from "./money";
import { type Slice, summed } from "./rollups";
import { resourceRows } from "./signal-rollups";

const SUMS = summed(["memory_samples", "memory_bytes", "cpu_samples", "cpu_milli"]);
const PEAKS = (["memory_max", "cpu_milli_max"] as const).map((field) =>
  sql<number>`coalesce(max(${sql.ref(field)}), 0)`.as(field),
);

interface Used {
  memory_samples: number;
  memory_bytes: number;
  memory_max: number;
  cpu_samples: number;
  cpu_milli: number;
  cpu_milli_max: number;
}

/** What the pipeline used, in all and by bucket. Means are over samples, of all environments where none is named. */
export async function resourceFigures(
  db: Db,
  slice: Slice,
): Promise<Pick<ResourcesReply, "latest" | "total" | "series">> {
  const total = await resourceRows(db, slice).select(SUMS).select(PEAKS).executeTakeFirstOrThrow();
  const series = await resourceRows(db, slice)
    .select("start_ms")
    .select(SUMS)
    .select(PEAKS)
    .groupBy("start_ms")
    .orderBy("start_ms")
    .execute();
  return {
    latest: await latest(db, slice.environment),
    total: used(total),
    series: series.map((row) => ({ time: isoTime(row.start_ms), ...used(row) })),
  };
}

function used(sums: Used): ResourcesReply["total"] {
  const cores = (milli: number | null) => (milli === null ? null : milli / 1000);
  return {
    memory_samples: sums.memory_samples,
    memory_bytes: perOne(sums.memory_bytes, sums.memory_samples),
    memory_max_bytes: sums.memory_samples === 0 ? null : sums.memory_max,
    cpu_samples: sums.cpu_samples,
    cpu_cores: cores(perOne(sums.cpu_milli, sums.cpu_samples)),
    cpu_max_cores: cores(sums.cpu_samples === 0 ? null : sums.cpu_milli_max),
  };
}

/** The newest sample of an environment: that of each of them, by its index, then the newest of these. */
async function latest(db: Db, environment: string | undefined): Promise<ResourcesReply["latest"]> {
  const environments = environment === undefined ? ["", ...ENVIRONMENTS] : [environment];
  const found = [];
  for (const name of environments) {
    const row = await db
      .selectFrom("resource_sample")
      .select(["at_ms", "memory_bytes", "cpu_milli"])
      .where("environment", "=", name)
      .orderBy("at_ms", "desc")
      .limit(1)
      .executeTakeFirst();
    if (row) found.push(row);
  }
  const [newest] = found.sort((a, b) => b.at_ms - a.at_ms);
  return newest === undefined
    ? null
    : {
        time: isoTime(newest.at_ms),
        memory_bytes: newest.memory_bytes,
        cpu_cores: newest.cpu_milli === null ? null : newest.cpu_milli / 1000,
      };
}
