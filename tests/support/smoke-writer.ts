import { isUnruly } from "./unruly.ts";

/** What a command that writes articles may come to, told by its first word. The second names a file for the numbers of its processes. */
const [how = "", pidFile = "", ...words] = process.argv.slice(2);

switch (how) {
  case "words":
    process.stdout.write(JSON.stringify({ output: words, cost_usd: 0.25, seconds: 12.5 }));
    break;
  case "surroundings": {
    const names = Object.entries(process.env).filter(([name]) => /^(SMOKE_|GREENLIGHT_)/.test(name));
    for (const [name, value] of names) process.stdout.write(`${name} is ${value}\n`);
    break;
  }
  case "says-an-error":
    process.stdout.write(
      '{"cost_usd": 0.1, "error": "no gate passed, token=ghp_abcdefghijklmnop1234"}\nbye\n',
    );
    break;
  case "fails":
    process.stderr.write("Traceback: password=hunter2hunter2\n");
    process.exitCode = 7;
    break;
  default:
    if (!isUnruly(how, pidFile, '{"cost_usd": 0.5}\n')) throw new Error(`nothing is called ${how}`);
}
