import { z } from "zod";
import { TITLES } from "@/lib/domain/access";
import { LISTS } from "@/lib/domain/checklist";
import type { Evidence } from "@/lib/domain/checklist-evidence";
import { listOf, matching, numberFrom, oneOf, section, text, wholeFrom } from "./config-parts";

// As in the settings, the message of an issue is what is allowed there.

const id = matching("lower-case letters, digits and '-', up to 60 characters", (value) =>
  /^[a-z0-9][a-z0-9-]{0,59}$/.test(value),
);
const hours = { within_hours: wholeFrom(1, 8760) };

const kinds = [
  section({ kind: z.literal("python"), version: text }),
  section({ kind: z.literal("packages"), at_least: wholeFrom(1, 1_000_000) }),
  section({ kind: z.literal("components"), names: listOf(text).min(1, "at least one name") }),
  section({ kind: z.literal("health") }),
  section({ kind: z.literal("answers") }),
  section({ kind: z.literal("checked"), ...hours }),
  section({ kind: z.literal("rag_latency"), p95_ms: numberFrom(1, 3_600_000) }),
  section({ kind: z.literal("latency_told"), ...hours }),
  section({ kind: z.literal("telemetry"), ...hours }),
  section({ kind: z.literal("sources") }),
  section({ kind: z.literal("articles"), at_least: wholeFrom(1, 1000) }),
  section({ kind: z.literal("articles_since_cutover"), at_least: wholeFrom(1, 1000) }),
  section({ kind: z.literal("roi"), at_least: numberFrom(0, 1_000_000) }),
  section({ kind: z.literal("gate_pass_rate"), at_least: numberFrom(0, 1) }),
  section({ kind: z.literal("critical_errors"), ...hours }),
  section({ kind: z.literal("errors_told") }),
  section({ kind: z.literal("validation") }),
  section({ kind: z.literal("smoke"), articles: wholeFrom(1, 100) }),
  section({ kind: z.literal("balancer") }),
  section({ kind: z.literal("backup") }),
  section({ kind: z.literal("traffic") }),
  section({ kind: z.literal("watched"), minutes: wholeFrom(1, 100_000) }),
  section({ kind: z.literal("cutover") }),
  section({ kind: z.literal("no_downtime") }),
  section({ kind: z.literal("alerts") }),
  section({ kind: z.literal("rollback_tested"), within_days: wholeFrom(1, 3660) }),
  section({ kind: z.literal("signed"), title: oneOf(TITLES) }),
  section({ kind: z.literal("list_done"), list: oneOf(LISTS) }),
] as const;

/** Every kind of evidence with its bounds, as a template writes them. */
export const EVIDENCE_SHAPES = kinds.map(({ shape }) => ({ ...shape, kind: shape.kind.value }));

const KINDS = EVIDENCE_SHAPES.map(({ kind }) => kind).join(", ");

const evidence = z.discriminatedUnion("kind", kinds, { error: KINDS }) satisfies z.ZodType<Evidence>;

const common = { id, phase: text, text };

const item = z.discriminatedUnion(
  "by",
  [
    section({ ...common, by: z.literal("person") }),
    section({ ...common, by: z.literal("evidence"), evidence }),
  ],
  { error: "person, evidence" },
);

/** A file of docs/templates: what a release is answered for, copied into each when it is planned. */
export const template = section({ items: listOf(item).min(1, "at least one item") }).check(
  ({ value, issues }) => {
    for (const [at, { id: mine }] of value.items.entries())
      if (value.items.findIndex((other) => other.id === mine) < at)
        issues.push({ code: "custom", input: mine, path: ["items", at, "id"], message: "an id of its own" });
  },
);
