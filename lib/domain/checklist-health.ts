import type { Verdict } from "./health";
import { judged, type Proof, untold } from "./proof";
import type { HealthStatus } from "./signals";

/** A component as it is to be believed now; `told`: whether any check ever named it. */
export interface ToldComponent {
  name: string;
  told: boolean;
  verdict: Pick<Verdict, "status" | "stale">;
  /** What takes its place while it is degraded. */
  fallback: string | null;
}

/** A degraded component serves with its fallback. */
export const serves = (status: HealthStatus): boolean => status !== "unhealthy";

/** Whether all of them are healthy. One that is not outweighs what is missing; what is missing is never healthy. */
export function componentsProof(components: readonly ToldComponent[]): Proof {
  const [only] = components;
  if (only !== undefined && components.length === 1) return componentProof(only);
  const heard = components.filter(({ told, verdict }) => told && !verdict.stale);
  const bad = heard.filter(({ verdict }) => verdict.status !== "healthy");
  const untoldNames = components.filter(({ told }) => !told).map(({ name }) => name);
  const overdue = components.filter(({ told, verdict }) => told && verdict.stale).map(({ name }) => name);
  const count = `${heard.length - bad.length} of ${components.length} healthy`;
  const faults = [
    ...["unhealthy", "degraded"].map((status) =>
      clause(
        bad.filter(({ verdict }) => verdict.status === status).map(({ name }) => name),
        status,
      ),
    ),
    clause(untoldNames, "not told by any health check"),
    clause(overdue, "overdue"),
  ].filter((words) => words !== "");
  const said = [count, ...faults].join("; ");
  return bad.length === 0 && heard.length < components.length ? untold(said) : judged(bad.length === 0, said);
}

function componentProof({ name, told, verdict: { status, stale }, fallback }: ToldComponent): Proof {
  if (!told) return untold(`no health check has told of ${name}`);
  if (stale) return untold(`the health check of ${name} is overdue`);
  const instead = status === "healthy" || fallback === null ? "" : `; in its place: ${fallback}`;
  return judged(status === "healthy", `${name} is ${status}${instead}`);
}

const NAMES_MAX = 4;

function clause(names: readonly string[], what: string): string {
  if (names.length === 0) return "";
  const more = names.length > NAMES_MAX ? ` and ${names.length - NAMES_MAX} more` : "";
  return `${what}: ${names.slice(0, NAMES_MAX).join(", ")}${more}`;
}

export const hoursWords = (hours: number): string => (hours === 1 ? "an hour" : `${hours} h`);
