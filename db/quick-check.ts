// A process of its own (`node db/quick-check.ts FILE`), because it reads all of the file: prints what is damaged as JSON.
import Database from "better-sqlite3";
import { damageIn } from "./damage.ts";

function problems(file: string): string[] {
  try {
    return damageIn(new Database(file, { readonly: true, fileMustExist: true }), "quick_check");
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

process.stdout.write(JSON.stringify(problems(process.argv[2] ?? "")));
