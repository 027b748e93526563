import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";

/** What a command that writes articles may come to, told by its first word. The second names a file for the numbers of its processes. */
const [how = "", pidFile = "", ...words] = process.argv.slice(2);
const notePids = (...pids: (number | undefined)[]) => writeFileSync(pidFile, pids.join(" "));
const sleeper = (stdout: "inherit" | "ignore") =>
  spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], {
    stdio: ["ignore", stdout, "ignore"],
  });
const wait = () => void setInterval(() => {}, 1000);

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
  case "signal":
    process.kill(process.pid, "SIGABRT");
    break;
  case "hang":
    notePids(process.pid, sleeper("ignore").pid);
    wait();
    break;
  case "stubborn":
    process.on("SIGTERM", () => {});
    notePids(process.pid);
    wait();
    break;
  case "orphan": {
    const held = sleeper("inherit");
    notePids(held.pid);
    held.unref();
    process.stdout.write('{"cost_usd": 0.5}\n');
    process.exit(0);
    break;
  }
  case "flood": {
    notePids(process.pid);
    const chunk = "x".repeat(1024 * 1024);
    let left = 300;
    const flow = (): void => {
      while (left > 0) {
        left -= 1;
        if (!process.stdout.write(chunk)) return void process.stdout.once("drain", flow);
      }
      process.stdout.write('\nthe end\n{"cost_usd": 0.75}\n');
    };
    flow();
    break;
  }
}
