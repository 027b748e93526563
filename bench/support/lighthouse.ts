import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import playwright from "@/playwright.config";
import { inFolder } from "./store";

export type Device = "desktop" | "mobile";

interface Scored {
  /** Of 100, by category. */
  scores: Readonly<Record<string, number>>;
  /** What each audit that is not passed says, for whoever wants to know why. */
  faults: readonly string[];
}

const CATEGORIES = ["performance", "accessibility", "best-practices"];

/** A trace that is cut short is no result; Lighthouse itself says to run it again. */
const TRIES = 3;

/** Audits a page as its visitor of that device would see it first, in the Chromium that listens on that port. */
export async function audited(url: string, port: number, device: Device, tries = TRIES): Promise<Scored> {
  const flags = { port, onlyCategories: CATEGORIES, logLevel: "error" } as const;
  const run = await lighthouse(url, flags, device === "desktop" ? desktopConfig : undefined);
  const fault = run === undefined ? "no result" : run.lhr.runtimeError?.message;
  if (run === undefined || fault !== undefined) {
    if (tries > 1) return audited(url, port, device, tries - 1);
    throw new Error(`${url}: ${fault}`);
  }
  const { categories, audits } = run.lhr;
  const scores = Object.fromEntries(
    Object.entries(categories).map(([name, { score }]) => [name, Math.round((score ?? Number.NaN) * 100)]),
  );
  const counted = Object.values(categories).flatMap(({ auditRefs }) =>
    auditRefs.filter(({ weight }) => weight > 0),
  );
  const faults = counted.flatMap(({ id }) => {
    const { score = null, title = id, displayValue = "" } = audits[id] ?? {};
    return score === null || score >= 0.9 ? [] : [`${title} ${displayValue}`.trim()];
  });
  return { scores, faults };
}

const STARTED = "DevToolsActivePort";
const LOOK_MS = 50;
const LOOKS = 400;

/** Does work with a Chromium of its own, by the port on which it is steered. */
export const withChromium = <T>(work: (port: number) => Promise<T>): Promise<T> =>
  inFolder(async (profile) => {
    const { executablePath = "", args = [] } = playwright.use?.launchOptions ?? {};
    const own = ["--headless=new", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"];
    const chromium = spawn(executablePath, [...args, ...own], { stdio: "ignore" });
    const ended = new Promise((resolve) => chromium.once("exit", resolve));
    try {
      return await work(await portOf(join(profile, STARTED)));
    } finally {
      chromium.kill();
      await ended;
    }
  });

/** The port, which Chromium writes into its profile once it listens. */
async function portOf(file: string): Promise<number> {
  for (let look = 0; look < LOOKS; look += 1) {
    const [line = ""] = (await readFile(file, "utf8").catch(() => "")).split("\n");
    if (/^\d+$/.test(line)) return Number(line);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error("Chromium did not start");
}
