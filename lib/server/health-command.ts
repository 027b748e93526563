import type { HealthComponent } from "@/lib/contract/health";
import type { Environment } from "@/lib/domain/environment";
import type { App } from "./app";
import type { Outcome } from "./commands";
import { healthOf } from "./health";

/** `greenlight health`: what `/health` would answer, from the database. Done means that nothing is unhealthy. */
export async function health(app: App, environment: Environment | null): Promise<Outcome> {
  const reply = await healthOf(app, environment ?? undefined);
  const components = Object.entries(reply.components);
  const width = Math.max(...components.map(([name]) => name.length));
  return {
    done: reply.status !== "unhealthy",
    value: reply,
    lines: [
      `${reply.status}${reply.version === null ? "" : `, version ${reply.version}`}`,
      ...components.map(([name, component]) => `  ${name.padEnd(width)}  ${words(component)}`),
    ],
  };
}

function words(component: HealthComponent): string {
  const { status, stale, fallback, latency_ms, error, received } = component;
  return [
    stale ? `${status}, stale` : status,
    ...(fallback === undefined ? [] : [`fallback ${fallback}`]),
    ...(latency_ms === undefined ? [] : [`${latency_ms} ms`]),
    ...(error === undefined ? [] : [`error ${error}`]),
    received === null ? "never reported" : `received ${received}`,
  ]
    .join("; ")
    .replace(/\p{Cc}+/gu, " "); // A terminal would act on what a check says.
}
