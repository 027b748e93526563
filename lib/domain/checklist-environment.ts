import { judged, type Proof, untold } from "./proof";

/** What the `environment` component of a health check says of itself; null: there is no such component. */
export type EnvironmentDetails = Readonly<Record<string, unknown>> | null;

const COMPONENT = "the health check's environment component";

/** Whether that Python is there: "3.13" stands for every 3.13.x, and not for 3.130. */
export function pythonProof(details: EnvironmentDetails, version: string): Proof {
  const found = details?.python_version;
  if (typeof found !== "string" || !/^\d+(\.\w+)*/.test(found)) return missing("python_version", details);
  const same = found === version || found.startsWith(`${version}.`);
  return judged(same, same ? found : `${found}, wanted ${version}`);
}

/** Whether so many packages are there, at least. */
export function packagesProof(details: EnvironmentDetails, atLeast: number): Proof {
  const told = details?.packages_installed;
  const found = typeof told === "string" && /^\d+$/.test(told) ? Number(told) : told;
  if (typeof found !== "number" || !Number.isInteger(found) || found < 0)
    return missing("packages_installed", details);
  return judged(found >= atLeast, `${found} packages, at least ${atLeast}`);
}

function missing(name: string, details: EnvironmentDetails): Proof {
  if (details === null)
    return untold(`no health check has told of its environment component, which says ${name}`);
  const found = details[name];
  if (found === undefined || found === null) return untold(`${name} is not in ${COMPONENT}`);
  return untold(`${name} is ${(JSON.stringify(found) ?? "nonsense").slice(0, 60)} in ${COMPONENT}`);
}
