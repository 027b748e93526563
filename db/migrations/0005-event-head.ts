import { type Kysely, sql } from "kysely";

/** Marks the last row of the event log, so that it shows when rows are taken off its end. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into meta (key, value)
    select 'event_head', coalesce(
      (select id || ' ' || hash from event order by id desc limit 1),
      '0 0000000000000000000000000000000000000000000000000000000000000000')
    where not exists (select 1 from meta where key = 'event_head')`.execute(db);
}
