// A process of its own (`node db/quick-check.ts FILE`), because it reads all of the file: prints what is damaged as JSON.
import Database from "better-sqlite3";

const PROBLEMS_MAX = 5;

function problems(file: string): unknown[] {
  try {
    const sqlite = new Database(file, { readonly: true, fileMustExist: true });
    const found = sqlite.prepare(`pragma quick_check(${PROBLEMS_MAX})`).pluck().all();
    return found.filter((line) => line !== "ok");
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

process.stdout.write(JSON.stringify(problems(process.argv[2] ?? "")));
