import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { damaged, UnusableDatabase } from "./inspect";
import { held } from "./lock";

/**
 * Does work on the database as it was at one moment, whoever writes meanwhile. It is neither made nor migrated.
 *
 * @throws DatabaseInUse, UnusableDatabase
 */
export async function atOneMoment<T>(
  file: string,
  work: (sqlite: Database.Database) => T | Promise<T>,
): Promise<T> {
  if (!existsSync(file)) throw new UnusableDatabase(`${file}: there is no database`);
  const hold = held(file, "shared");
  try {
    const sqlite = new Database(file, { readonly: true, fileMustExist: true });
    try {
      sqlite.exec("begin");
      sqlite.prepare("select count(*) from sqlite_schema").get(); // The moment is that of the first read.
      return await work(sqlite);
    } catch (error) {
      throw damaged(error);
    } finally {
      sqlite.close();
    }
  } finally {
    hold.release();
  }
}
