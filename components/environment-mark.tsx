import type { Environment } from "@/lib/domain/environment";

const DOTS = { blue: "bg-blue", green: "bg-green" } as const;

/** The name of an environment with its colour. */
export const EnvironmentMark = ({ environment }: { environment: Environment }) => (
  <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
    <span aria-hidden="true" className={`size-2 rounded-full ${DOTS[environment]}`} />
    {environment}
  </span>
);
