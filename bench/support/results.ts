import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What is aimed at; absent where a figure is only watched. */
  aim?: { atMost: number } | { atLeast: number };
  /** 95 %, of a figure that was sampled: its aim is met where all of the interval is on the good side. */
  interval?: { low: number; high: number };
}

const FOLDER = new URL("../results/", import.meta.url);

/** Prints the figures as a table and keeps them as `bench/results/<name>.json`. */
export function report(name: string, figures: readonly Figure[]): void {
  console.log(`\n${name}`);
  const width = Math.max(...figures.map(({ what }) => what.length));
  for (const figure of figures) {
    const value = `${rounded(figure.value)} ${figure.unit}`.padStart(18);
    const words = [figure.what.padEnd(width), value, bounds(figure), figure.aim ? verdict(figure) : ""];
    console.log(`  ${words.join(" ")}`.trimEnd());
  }
  const machine = { processors: cpus().length, model: cpus()[0]?.model, memory_bytes: totalmem() };
  const kept = figures.map((figure) => ({ ...figure, met: figure.aim ? met(figure) : null }));
  mkdirSync(FOLDER, { recursive: true });
  const result = { name, time: new Date().toISOString(), machine, node: process.version, figures: kept };
  writeFileSync(new URL(`${name}.json`, FOLDER), `${JSON.stringify(result, null, 2)}\n`);
}

const rounded = (value: number): string =>
  value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 2 : value < 1000 ? 1 : 0 });

const bounds = ({ interval }: Figure): string =>
  interval === undefined ? "" : ` ${rounded(interval.low)} to ${rounded(interval.high)} `.padEnd(18);

function met({ value, aim, interval }: Figure): boolean {
  if (aim === undefined) return true;
  const { low, high } = interval ?? { low: value, high: value };
  return "atMost" in aim ? high <= aim.atMost : low >= aim.atLeast;
}

function verdict(figure: Figure): string {
  const { aim } = figure;
  if (aim === undefined) return "";
  const bound = "atMost" in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`;
  return `${met(figure) ? "met   " : "missed"} aim ${bound}`;
}
