import type { Following } from "@/tests/support/following";

/** The errors that are stored, in the order of their arrival. */
export const stored = ({ app }: Following) =>
  app.store.db
    .selectFrom("error_event")
    .select(["message", "detail", "class", "kind"])
    .orderBy("id")
    .execute();

/** How many errors the hours add up to. */
export async function summed({ app }: Following): Promise<number> {
  const { sum } = await app.store.db
    .selectFrom("error_hour")
    .select((row) => row.fn.sum<number>("count").as("sum"))
    .executeTakeFirstOrThrow();
  return Number(sum ?? 0);
}
