import { execFile } from "node:child_process";

/** A command as a document has it. */
export interface Block {
  /** The title it stands under, and its place there. */
  name: string;
  text: string;
}

/** Every block of a page that is in this language, in its order. */
export function blocksOf(page: string, language = "sh"): Block[] {
  const found: Block[] = [];
  let title = "";
  let count = 0;
  const parts = page.matchAll(/^#+ ([^\n]+)$|^```(\w*)[^\n]*\n(.*?)^```$/gms);
  for (const [, heading, tag, text = ""] of parts) {
    if (heading !== undefined) [title, count] = [heading, 0];
    else if (tag === language) found.push({ name: `${title} ${++count}`, text });
  }
  return found;
}

interface Ground {
  /** What the names of the document's places stand for. */
  places?: Readonly<Record<string, string>>;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** What is typed into it. */
  input?: string;
}

/** Runs a block as it stands there; what fails in it ends it. */
export function ran(
  text: string,
  { places = {}, input = "", ...ground }: Ground,
): Promise<{ code: number; out: string }> {
  const set = Object.entries(places).map(([name, value]) => `${name}='${value}'`);
  const script = [...set, text].join("\n");
  return new Promise((resolve) => {
    const running = execFile(
      "bash",
      ["--norc", "-euo", "pipefail", "-c", script],
      ground,
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out: out + err }),
    );
    running.stdin?.end(input);
  });
}
