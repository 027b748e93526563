import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";

/**
 * What a process that runs unattended may come to, whatever it is for: false where `how` is none of these.
 * The numbers of its processes go into `pidFile`; `last` is what one says that still gets to its end.
 */
export function isUnruly(how: string, pidFile: string, last: string): boolean {
  const notePids = (...pids: (number | undefined)[]) => writeFileSync(pidFile, pids.join(" "));
  switch (how) {
    case "signal":
      process.kill(process.pid, "SIGABRT");
      return true;
    case "hang":
      notePids(process.pid, sleeper("ignore").pid);
      stay();
      return true;
    case "stubborn":
      process.on("SIGTERM", () => {});
      notePids(process.pid);
      stay();
      return true;
    case "orphan": {
      const held = sleeper("inherit");
      notePids(held.pid);
      held.unref();
      process.stdout.write(last);
      process.exit(0);
      return true;
    }
    case "flood":
      notePids(process.pid);
      flood(last);
      return true;
    default:
      return false;
  }
}

const stay = () => void setInterval(() => {}, 1000);

const sleeper = (stdout: "inherit" | "ignore") =>
  spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], {
    stdio: ["ignore", stdout, "ignore"],
  });

/** 300 MB as fast as they are taken. */
function flood(last: string): void {
  const chunk = "x".repeat(1024 * 1024);
  let left = 300;
  const flow = (): void => {
    while (left > 0) {
      left -= 1;
      if (!process.stdout.write(chunk)) return void process.stdout.once("drain", flow);
    }
    process.stdout.write(`\nthe end\n${last}`);
  };
  flow();
}
