import { z } from "zod";
import { ENVIRONMENTS } from "@/lib/domain/environment";
import { PHASES } from "@/lib/domain/release";
import { REPORT_METRICS } from "@/lib/domain/report";
import { SEVERITIES } from "@/lib/domain/rule";
import { budgetPart } from "./budget";
import { count, type Endpoint, ratio, time } from "./endpoint";
import { rangeQuery, rangeReply } from "./range";

const environment = z.enum(ENVIRONMENTS);

/** One figure of a report. */
export const reportFigure = z.object({
  metric: z.enum(REPORT_METRICS),
  value: ratio,
  before: ratio.describe("of the period before"),
  n: count,
  n_before: count,
  complete: z.boolean().describe("false where part of it is not known: it is at least that"),
});

const released = z.object({
  id: z.string(),
  version: z.string(),
  environment,
  state: z.enum(PHASES),
  time: time.describe("when it came to this state"),
  undone_by: z.object({ actor: z.string(), automatic: z.boolean(), rule: z.string().nullable() }).nullable(),
});

const incident = z.object({
  rule: z.string(),
  environment: environment.nullable(),
  severity: z.enum(SEVERITIES),
  time: time.describe("when it fired"),
  resolved_at: time.nullable().describe("null where it is not resolved yet"),
  said: z.string(),
});

const rolledBack = z.object({
  id: z.string(),
  time,
  from: environment,
  to: environment,
  actor: z.string(),
  reason: z.string().nullable(),
});

export const report = {
  method: "GET",
  path: "/api/report",
  permission: "read",
  summary: "A period on one page, for people; as Markdown with Accept: text/markdown or format=md",
  query: rangeQuery,
  reply: rangeReply.extend({
    previous: rangeReply.omit({ timezone: true }),
    headline: z.string(),
    figures: z.array(reportFigure).describe("each as /api/summary has it"),
    budget: budgetPart.describe("of the calendar month, whatever the period is"),
    releases: z.array(released).describe("planned, begun or ended in the period, newest first, at most 100"),
    rollbacks: z.array(rolledBack).describe("newest first, at most 100"),
    incidents: z.array(incident).describe("critical and high alerts that fired, newest first, at most 100"),
    alerts_fired: count.describe("of every severity"),
    left_out: z.array(z.string()).describe("what the figures do not know, in words"),
    made_at: time,
    made_by: z.string().describe("the address of this server"),
    version: z.string(),
    demo: z.boolean(),
  }),
} as const satisfies Endpoint;

export type ReportReply = z.output<typeof report.reply>;
