/** One line of the Prometheus text format. */
export interface Sample {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/gy;

/** Reads the text format as strictly as Prometheus does. @throws where a line is none of it. */
export function samplesOf(text: string): Sample[] {
  if (!text.endsWith("\n")) throw new Error("the last line has no end");
  const lines = text.split("\n").filter((line) => line !== "" && !/^# (HELP|TYPE) [a-zA-Z_:]/.test(line));
  return lines.map((line) => {
    const [, name = "", labels = "", value = ""] = LINE.exec(line) ?? [];
    const found = [...labels.matchAll(LABEL)];
    const length = found.reduce((sum, [whole]) => sum + whole.length, 0);
    const number = { "+Inf": Number.POSITIVE_INFINITY, "-Inf": Number.NEGATIVE_INFINITY, Nan: Number.NaN };
    const told = value in number ? number[value as keyof typeof number] : Number(value);
    if (name === "" || length !== labels.length || (Number.isNaN(told) && value !== "Nan"))
      throw new Error(`no line of the text format: ${line}`);
    return { name, value: told, labels: Object.fromEntries(found.map(([, label, text]) => [label, text])) };
  });
}
