import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isUnruly } from "./unruly.ts";

/**
 * Prints what the pipeline's own health check prints, and ends as that does: 0 healthy, 1 degraded, 2 unhealthy.
 * The first word says how: one of these, or what else a check that runs unattended may come to. The second names a
 * file for the numbers of its processes.
 */
const [how = "unhealthy", pidFile = ""] = process.argv.slice(2);
const EXIT = new Map([
  ["healthy", 0],
  ["degraded", 1],
  ["unhealthy", 2],
]);
const real = JSON.parse(
  readFileSync(fileURLToPath(new URL("../fixtures/economist-agents/health.json", import.meta.url)), "utf8"),
);

/** The real document, in which nothing is worse than the status. */
function documentOf(status: string) {
  const worst = EXIT.get(status) ?? 2;
  const components = Object.entries<{ status: string }>(real.components).map(([name, component]) => [
    name,
    (EXIT.get(component.status) ?? 2) > worst ? { ...component, status } : component,
  ]);
  return { ...real, status, components: Object.fromEntries(components) };
}

const print = (text: string) => process.stdout.write(text);

switch (how) {
  case "after-log":
    print(`2026-11-23 07:11:11,710 - health - INFO - checking\n${JSON.stringify(real, null, 2)}\n`);
    process.exitCode = 2;
    break;
  case "garbage":
    print("{'status': 'healthy'}\n");
    break;
  case "nothing":
    process.exitCode = Number(pidFile);
    break;
  case "traceback":
    process.stderr.write(`${"x".repeat(10_000)}\nModuleNotFoundError: No module named 'src'\n`);
    process.exitCode = 3;
    break;
  case "secrets":
    print(JSON.stringify({ component: "env", status: "healthy", names: Object.keys(process.env) }));
    break;
  default:
    if (isUnruly(how, pidFile, JSON.stringify(documentOf("healthy")))) break;
    print(`${JSON.stringify(documentOf(how), null, 2)}\n`);
    process.exitCode = EXIT.get(how) ?? 2;
}
