import { parseArgs } from "node:util";
import { printable, printableJson, printableLine } from "@/lib/domain/printable";
import { COMMANDS, type Command } from "./greenlight-commands";
import { BadUsage, OPTIONS, type OptionName } from "./greenlight-given";

const isOperand = (word: string): boolean => /^[A-Z]/.test(word);

/** What is given to the command where these words call it, else null. */
function operandsOf({ call }: Command, words: readonly string[]): string[] | null {
  const parts = call.split(" ");
  const name = parts.filter((part) => !isOperand(part));
  if (name.some((word, at) => words[at] !== word)) return null;
  const operands = words.slice(name.length);
  const wanted = parts.length - name.length;
  const fits = call.endsWith("...") ? operands.length >= wanted : operands.length === wanted;
  return fits && operands.every((operand) => operand.trim() !== "") ? operands : null;
}

function called(words: readonly string[]): { command: Command; operands: string[] } {
  for (const command of COMMANDS) {
    const operands = operandsOf(command, words);
    if (operands !== null) return { command, operands };
  }
  const text = words.join(" ");
  throw new BadUsage(
    text === "" ? "a command is needed" : `"${text}" is no command, or lacks something, or has too much`,
  );
}

const taking = (option: OptionName): string[] =>
  COMMANDS.filter(({ options }) => options?.[option] !== undefined).map(
    ({ call }) => call.split(/ (?=[A-Z])/)[0] ?? call,
  );

function refuseOthers({ options = {} }: Command, given: object): void {
  for (const name of Object.keys(OPTIONS) as OptionName[])
    if (name in given && options[name] === undefined)
      throw new BadUsage(`--${name} goes with ${taking(name).join(" and ")}`);
}

const CALL_WIDTH = 44;

function usage(): string {
  const lines = COMMANDS.map(({ call, options = {}, does }) => {
    const flags = Object.entries(options).map(([name, value]) => ` [--${`${name} ${value}`.trim()}]`);
    const typed = `${call}${flags.join("")}`;
    return typed.length < CALL_WIDTH
      ? `  ${typed.padEnd(CALL_WIDTH)}${does}`
      : `  ${typed}\n  ${" ".repeat(CALL_WIDTH)}${does}`;
  });
  return ["usage: npm run greenlight -- <command> [--json]", ...lines].join("\n");
}

async function main(): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { ...OPTIONS, json: { type: "boolean" }, help: { type: "boolean" } },
    });
    const { json = false, help = false, ...options } = values;
    if (help) return tell(0, usage());
    const { command, operands } = called(positionals);
    refuseOthers(command, options);
    const { done, value, lines } = await command.run({ operands, options });
    return tell(
      done ? 0 : 1,
      json ? printableJson(JSON.stringify(value, null, 2)) : lines.map(printableLine).join("\n"),
    );
  } catch (error) {
    const message = printable(error instanceof Error ? error.message : String(error));
    const misused = error instanceof BadUsage || (error instanceof TypeError && "code" in error);
    process.stderr.write(misused ? `${message}\n${usage()}\n` : `${message}\n`);
    return misused ? 2 : 1;
  }
}

function tell(code: number, text: string): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = await main();
