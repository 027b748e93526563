import { execFile } from "node:child_process";
import { join } from "node:path";

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs the operator's command line as npm does, for an operator who stands in that folder; `input` is what is typed into it. */
export const greenlight = (
  folder: string,
  words: readonly string[],
  env: Record<string, string> = {},
  input = "",
): Promise<Said> =>
  new Promise((resolve) => {
    const settings = {
      ...process.env,
      TZ: "UTC",
      INIT_CWD: folder,
      GREENLIGHT_DATA_DIR: join(folder, "data"),
      PORT: "1",
      ...env,
    };
    const running = execFile(
      process.execPath,
      ["--import", "tsx", "bin/greenlight.ts", ...words],
      { env: settings },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    running.stdin?.end(input);
  });
