import { z } from "zod";
import type { WatchedRule } from "@/lib/domain/alert-rule";
import { DEFAULT_RULE_NAMES, DEFAULT_RULES } from "@/lib/domain/default-rules";
import { SEVERITIES } from "@/lib/domain/rule";
import { RULE_METRICS } from "@/lib/domain/rule-metrics";
import { isSize, sizeBytes } from "@/lib/domain/size";
import {
  durationFrom,
  listOf,
  matching,
  name,
  numberFrom,
  oneOf,
  section,
  unique,
  wholeFrom,
} from "./config-parts";

const yesOrNo = z.boolean("true or false");

const action = z.discriminatedUnion(
  "kind",
  [
    section({ kind: z.literal("none") }),
    section({ kind: z.literal("notify") }),
    section({ kind: z.literal("review") }),
    section({ kind: z.literal("hold") }),
    section({ kind: z.literal("set_flag"), flag: name, enabled: yesOrNo }),
    section({ kind: z.literal("rollback") }),
  ],
  { error: "none, notify, review, hold, set_flag, rollback" },
);

const THRESHOLD = "a number (0.05 is 5 %), or a size such as 1.5 GB";
const threshold = z.union([z.number(), matching(THRESHOLD, isSize)], THRESHOLD);

const rule = section({
  name,
  severity: oneOf(SEVERITIES).optional(),
  metric: oneOf(RULE_METRICS).optional(),
  op: oneOf([">", ">=", "<", "<="]).optional(),
  threshold: threshold.optional(),
  clear_threshold: threshold.optional(),
  window: durationFrom("1s", "720h").optional(),
  for: durationFrom("0s", "720h").optional(),
  clear_for: durationFrom("0s", "720h").optional(),
  min_samples: numberFrom(0, 1_000_000).optional(),
  min_errors: wholeFrom(1, 1000).optional(),
  no_data: oneOf(["show", "ok", "alert", "keep"]).optional(),
  action: action.optional(),
  automatic: yesOrNo.optional(),
  dry_run: yesOrNo.optional(),
  must_have_data: yesOrNo.optional(),
  renotify: durationFrom("0s", "720h").optional(),
  cooldown: durationFrom("0s", "720h").optional(),
});

type Written = z.output<typeof rule>;
type Issues = z.core.ParsePayload<Written>["issues"];

const NEEDED = ["severity", "metric", "op", "threshold"] as const;

function needs(value: Written, issues: Issues): void {
  for (const key of NEEDED) {
    if (value[key] !== undefined) continue;
    const message = `a value: "${value.name}" is a rule of your own (the given ones: ${DEFAULT_RULE_NAMES.join(", ")})`;
    issues.push({ code: "custom", input: undefined, path: [key], message });
  }
}

/** Null where the text is no figure: then that has been said already. */
const figure = (value: number | string | undefined): number | null =>
  typeof value === "string" ? (isSize(value) ? sizeBytes(value) : null) : (value ?? null);

/** A rule that cleared on the bad side of its threshold would fire and clear by the same figure. */
function clearsOnTheGoodSide(value: Written, given: WatchedRule | undefined, issues: Issues): void {
  const op = value.op ?? given?.op;
  const threshold = figure(value.threshold ?? given?.threshold);
  const clear = figure(value.clear_threshold);
  if (op === undefined || threshold === null || clear === null) return;
  const upward = op === ">" || op === ">=";
  if (upward ? clear <= threshold : clear >= threshold) return;
  const message = `a figure ${upward ? "not above" : "not below"} the threshold (${threshold})`;
  issues.push({ code: "custom", input: value.clear_threshold, path: ["clear_threshold"], message });
}

function countsErrors(value: Written, given: WatchedRule | undefined, issues: Issues): void {
  if (value.min_errors === undefined || (value.metric ?? given?.metric) === "error_rate") return;
  const message = "only with the metric error_rate";
  issues.push({ code: "custom", input: value.min_errors, path: ["min_errors"], message });
}

const complete = rule.check(({ value, issues }) => {
  const given = DEFAULT_RULES.find(({ name: known }) => known === value.name);
  if (given === undefined) needs(value, issues);
  clearsOnTheGoodSide(value, given, issues);
  countsErrors(value, given, issues);
});

export const rules = listOf(complete).check(unique("name"));
