import { execFile } from "node:child_process";
import { join } from "node:path";
import { compiled } from "./compiled";

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** Runs the operator's command line, for an operator who stands in that folder; `input` is what is typed into it. */
export async function greenlight(
  folder: string,
  words: readonly string[],
  env: Record<string, string> = {},
  input = "",
): Promise<Said> {
  const settings = {
    ...process.env,
    TZ: "UTC",
    INIT_CWD: folder,
    GREENLIGHT_DATA_DIR: join(folder, "data"),
    PORT: "1",
    ...env,
  };
  const program = await compiled("bin/greenlight.ts");
  return new Promise((resolve) => {
    const running = execFile(process.execPath, [program, ...words], { env: settings }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    running.stdin?.end(input);
  });
}
